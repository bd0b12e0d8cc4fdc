// What an application gets from Tidegate through OpenAI's own SDK, one line for each check.

import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [, , url = process.env.TIDEGATE_URL ?? 'http://localhost:9080/v1', ...named] = process.argv;
const simulators =
  named.length > 0 ? named : (process.env.TIDEGATE_SIMULATORS ?? '').split(',').filter(Boolean);

const settings = {
  baseURL: url,
  apiKey: process.env.OPENAI_API_KEY ?? 'unused',
  maxRetries: 0,
};
const client = new OpenAI(settings);
const question = [{ role: 'user', content: 'When is high tide?' }];
const tools = [
  {
    type: 'function',
    function: {
      name: 'tide_table',
      description: 'The times of high and low water',
      parameters: { type: 'object', properties: { query: { type: 'string' } } },
    },
  },
];

let model = process.env.TIDEGATE_MODEL;
let failed = 0;

async function check(name, body) {
  try {
    const seen = await body();
    console.log(`ok ${name}${seen ? `: ${seen}` : ''}`);
  } catch (problem) {
    failed++;
    console.log(`FAILED ${name}: ${problem.message.replaceAll('\n', ' ')}`);
  }
}

const chat = (more, by = client) =>
  by.chat.completions.create({ model, messages: question, ...more });

async function read(stream) {
  const got = { content: '', reasoning: '', arguments: '', usage: null };
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta ?? {};
    got.content += delta.content ?? '';
    got.reasoning += delta.reasoning_content ?? '';
    got.arguments += delta.tool_calls?.[0]?.function?.arguments ?? '';
    got.usage = chunk.usage ?? got.usage;
  }
  return got;
}

/** Expects `call` to fail with exactly this class, status and code. */
async function refusal(kind, status, code, call) {
  const error = await call().then(
    () => assert.fail(`answered instead of ${kind.name}`),
    (thrown) => thrown,
  );
  assert.equal(error.constructor.name, kind.name, String(error));
  assert.equal(error.status, status);
  assert.equal(error.code, code);
  return `${kind.name} ${status ?? ''} ${code}`.replace('  ', ' ');
}

async function fault(name) {
  for (const simulator of simulators) {
    const response = await fetch(new URL('/simulator/fault', simulator), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ fault: name }),
    });
    assert.equal(response.status, 200, `${simulator} did not take the fault ${name}`);
  }
}

async function under(name, body) {
  try {
    await fault(name);
    return await body();
  } finally {
    await fault('NONE');
  }
}

async function answers() {
  await check('list models', async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    assert.ok(ids.length > 0, 'no model is served');
    model ??= ids[0];
    return ids.join(', ');
  });

  let plain;
  await check('plain completion', async () => {
    plain = (await chat()).choices[0].message;
    assert.ok(plain.content.length > 0);
    return plain.content;
  });

  let streamed;
  await check('stream', async () => {
    streamed = await read(await chat({ stream: true, stream_options: { include_usage: true } }));
    assert.ok(streamed.content.length > 0);
    assert.ok(streamed.usage.total_tokens > 0);
    if (simulators.length > 0) {
      assert.equal(streamed.content, plain.content);
    }
    return `${streamed.content.length} characters, ${streamed.usage.total_tokens} tokens`;
  });

  await check('reasoning_content kept', async () => {
    assert.ok(plain.reasoning_content, 'none in the plain answer');
    assert.ok(streamed.reasoning, 'none in the stream');
    return plain.reasoning_content;
  });

  await check('fields of the node passed on', async () => {
    const { message } = (await chat({ thinking: { type: 'disabled' } })).choices[0];
    assert.equal(message.reasoning_content ?? null, null);
  });
}

async function toolCalls() {
  await check('tool call', async () => {
    const { message, finish_reason: reason } = (await chat({ tools })).choices[0];
    assert.equal(reason, 'tool_calls');
    const call = message.tool_calls[0].function;
    assert.equal(call.name, 'tide_table');
    return `${call.name}(${JSON.stringify(JSON.parse(call.arguments))})`;
  });

  await check('tool call streamed', async () => {
    const got = await read(await chat({ tools, stream: true }));
    return JSON.stringify(JSON.parse(got.arguments));
  });
}

async function mistakes() {
  await check('bad request', () =>
    refusal(OpenAI.BadRequestError, 400, 'missing_required_parameter', () =>
      chat({ messages: undefined })));

  await check('stranger', () => {
    const defaultHeaders = { 'X-Forwarded-For': '203.0.113.9' };
    const stranger = new OpenAI({ ...settings, apiKey: 'not-a-known-key', defaultHeaders });
    return refusal(OpenAI.AuthenticationError, 401, 'invalid_api_key', () => chat({}, stranger));
  });

  await check('unknown model', () =>
    refusal(OpenAI.NotFoundError, 404, 'model_not_found', () => chat({ model: 'nobody' })));
}

async function faults() {
  if (simulators.length === 0) {
    console.log('skipped the faults of nodes: no simulator is named (see README.md)');
    return;
  }
  await check('all nodes busy', () =>
    under('BUSY_503', () =>
      refusal(OpenAI.InternalServerError, 503, 'upstream_busy', () => chat())));

  await check('all nodes busy at first, with the retries of the SDK', () =>
    under('BUSY_503', async () => {
      let calls = 0;
      const counting = async (...request) => {
        calls++;
        const response = await fetch(...request);
        await fault('NONE');
        return response;
      };
      const patient = new OpenAI({ ...settings, maxRetries: 2, fetch: counting });
      const { message } = (await chat({}, patient)).choices[0];
      assert.ok(message.content.length > 0);
      assert.equal(calls, 2);
      return 'answered at the second attempt';
    }));

  await check('all nodes break off', () =>
    under('CUT_MID_STREAM', () =>
      refusal(OpenAI.InternalServerError, 502, 'upstream_failed', () => chat())));

  await check('all nodes break off in mid-stream', () =>
    under('CUT_MID_STREAM', () =>
      refusal(OpenAI.APIError, undefined, 'upstream_failed', async () =>
        read(await chat({ stream: true })))));
}

await answers();
await toolCalls();
await mistakes();
await faults();
process.exitCode = failed > 0 ? 1 : 0;
