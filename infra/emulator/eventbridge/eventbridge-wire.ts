// EventBridge on the wire.

import * as z from 'zod';
import { AwsError } from '../aws-error.ts';
import type { WireService } from '../http/aws-json.ts';
import type { EventBus } from './event-bus.ts';

const PutEvents = z.object({ Entries: z.array(z.unknown()) });

export function eventBridgeWire(bus: EventBus): WireService {
  return {
    target: 'AWSEvents',
    namespace: 'com.amazonaws.events',
    contentType: 'application/x-amz-json-1.1',
    operations: {
      async PutEvents(request) {
        const parsed = PutEvents.safeParse(request);
        if (parsed.success) return await bus.putEvents(parsed.data.Entries);
        throw new AwsError(
          'ValidationException',
          "1 validation error detected: 'entries' is needed",
        );
      },
    },
  };
}
