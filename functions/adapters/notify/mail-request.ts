// A mail in the words of SES; the client is not here, so that showing one does not load it.

import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { Mail } from '../../leads/desk/channels.ts';
import { present } from '../../leads/present.ts';

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
export function sesInput(mail: Mail): SendEmailCommandInput {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  const headers = mail.unsubscribe
    ? [
        { Name: 'List-Unsubscribe', Value: `<${mail.unsubscribe}>` },
        { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
      ]
    : undefined;
  return {
    FromEmailAddress: mail.from,
    Destination: { ToAddresses: [mail.to] },
    Content: {
      Simple: present({
        Subject: utf8(mail.subject),
        Body: { Text: utf8(mail.text) },
        Headers: headers,
      }),
    },
  };
}
