// An OpenID Connect issuer of the suite's own: the deployed authorizer finds its keys as it would find a company's.

import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface TestIssuer {
  readonly origin: string;
  /** A bearer token for the client `audience`. */
  token(sub: string, group: string, audience: string): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(port: number, groupsClaim: string): Promise<TestIssuer> {
  const origin = `http://127.0.0.1:${port}`;
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' }] };
  const documents: Readonly<Record<string, object>> = {
    '/.well-known/openid-configuration': { issuer: origin, jwks_uri: `${origin}/keys` },
    '/keys': jwks,
  };
  const server = createServer((request, response) => {
    const document = documents[request.url ?? ''];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    origin,
    token: (sub, group, audience) =>
      new SignJWT({ [groupsClaim]: [group], token_use: 'id' })
        .setProtectedHeader({ alg: 'ES256', kid: 'test' })
        .setSubject(sub)
        .setIssuer(origin)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
    close: () => closed(server),
  };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
