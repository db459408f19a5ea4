import { expect, it } from 'vitest';
import { LambdaFunctions } from '../../../infra/emulator/lambda/lambda-functions.ts';

function open(answer: unknown): LambdaFunctions {
  return new LambdaFunctions(['Say'], async () => async (_event, context) => {
    if (answer instanceof Error) throw answer;
    return answer === 'time left' ? context.getRemainingTimeInMillis() : answer;
  });
}

it('a function has fifteen minutes, however long it has run', async () => {
  const functions = open('time left');

  expect(await functions.invoke('Say', {}, 'a')).toMatchObject({ ok: true, payload: 900_000 });
});

it('a function answers what JSON can carry', async () => {
  const at = new Date(0);

  expect(await open({ at, gone: undefined }).invoke('Say', {}, 'a')).toMatchObject({
    payload: { at: '1970-01-01T00:00:00.000Z' },
  });
  expect(await open(undefined).invoke('Say', {}, 'a')).toMatchObject({ payload: null });
});

it('a function that throws is told by the name of its error, without a stack', async () => {
  const failure = new TypeError('no lead');

  expect(await open(failure).invoke('Say', {}, 'a')).toMatchObject({
    ok: false,
    failure: { errorType: 'TypeError', errorMessage: 'no lead', trace: [] },
  });
});

it('a function is found by its name or ARN, and another is not there', async () => {
  const functions = open(1);
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:Say';

  expect(functions.has('Say') && functions.has(arn) && functions.has(`${arn}:live`)).toBe(true);
  expect(functions.has('Other')).toBe(false);
  await expect(functions.invoke('Other', {}, 'a')).rejects.toThrow(/no function Other/);
});
