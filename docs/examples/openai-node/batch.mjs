// A batch through OpenAI's own SDK: upload, create, poll, and match the answers by custom_id.

import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import OpenAI, { toFile } from 'openai';

const [, , url = process.env.TIDEGATE_URL ?? 'http://localhost:9080/v1', size = '100'] = process.argv;
const client = new OpenAI({ baseURL: url, apiKey: process.env.OPENAI_API_KEY ?? 'unused' });
const endpoint = '/v1/chat/completions';
const model = process.env.TIDEGATE_MODEL ?? (await client.models.list()).data[0].id;

const lines = Array.from({ length: Number(size) }, (_, n) => ({
  custom_id: `line-${n}`,
  method: 'POST',
  url: endpoint,
  body: { model, messages: [{ role: 'user', content: `When is high tide on day ${n}?` }] },
}));
const content = lines.map((line) => JSON.stringify(line)).join('\n');

const input = await client.files.create({
  file: await toFile(Buffer.from(content), 'tides.jsonl'),
  purpose: 'batch',
});
let batch = await client.batches.create({
  input_file_id: input.id,
  endpoint,
  completion_window: '24h',
  metadata: { example: 'tides' },
});
console.log(`${batch.id}: ${lines.length} lines of ${input.id}`);

while (['validating', 'in_progress', 'finalizing'].includes(batch.status)) {
  await pause(1000);
  batch = await client.batches.retrieve(batch.id);
  const { completed, failed, total } = batch.request_counts;
  console.log(`${batch.status}: ${completed} of ${total}, ${failed} failed`);
}

async function results(file) {
  const all = file ? await text((await client.files.content(file)).body) : '';
  return all.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

const answers = new Map();
for (const { custom_id, response } of await results(batch.output_file_id)) {
  answers.set(custom_id, response.body.choices[0].message.content);
}
for (const { custom_id, response, error } of await results(batch.error_file_id)) {
  console.log(`${custom_id} failed: ${JSON.stringify(error ?? response.body.error)}`);
}

assert.equal(batch.status, 'completed', JSON.stringify(batch.errors));
assert.equal(answers.size, lines.length);
assert.ok(lines.every(({ custom_id }) => answers.get(custom_id)?.length > 0));
console.log(`all ${answers.size} answers are there; the first: ${answers.get('line-0')}`);
