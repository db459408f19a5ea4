// What the SDK's chain of credential providers comes to in Lambda. The bundler puts it in the chain's place.

import { fromEnv } from '@aws-sdk/credential-provider-env';

export const defaultProvider = () => fromEnv();
