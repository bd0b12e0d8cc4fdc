// Unmodified SDKs of OpenAI's and Anthropic's APIs against a running server, of which only the base URL is changed.
// Usage: see README.md.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import {generateText, streamText} from 'ai';
import {createOpenAI} from '@ai-sdk/openai';
import {createAnthropic} from '@ai-sdk/anthropic';
import {createDeepSeek} from '@ai-sdk/deepseek';
import {createOpenAICompatible} from '@ai-sdk/openai-compatible';
import {Agent, run, setDefaultOpenAIClient, setTracingDisabled} from '@openai/agents';
import {ChatOpenAI} from '@langchain/openai';
import {ChatAnthropic} from '@langchain/anthropic';

const base = process.env.TIDEGATE_URL ?? 'http://localhost:9080';
const apiKey = process.env.TIDEGATE_KEY ?? 'none';
const model = process.env.TIDEGATE_MODEL ?? 'deepseek-flash';
const openai = new OpenAI({baseURL: `${base}/v1`, apiKey});
const anthropic = new Anthropic({baseURL: base, apiKey});
const messages = [{role: 'user', content: 'Hello'}];
const city = {type: 'object', properties: {city: {type: 'string'}}, required: ['city'], additionalProperties: false};
let failed = 0;

/** Says what `work` gives; it must give something. */
async function tried(name, work) {
  try {
    const said = String(await work());
    if (said === '' || said === 'undefined') {
      throw new Error('nothing came');
    }
    console.log('ok    ', name, '→', said.slice(0, 90).replaceAll('\n', ' '));
  } catch (error) {
    failed++;
    console.log('FAILED', name, error?.constructor?.name, String(error?.message ?? error).slice(0, 300));
  }
}

/** The words of the error of class `expected` that `work` must end in. */
async function refused(expected, work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof expected) {
      return error.message;
    }
    throw error;
  }
  throw new Error(`no ${expected.name}`);
}

await tried('openai, chat', async () => (await openai.chat.completions.create({model, messages})).choices[0].message.content);
await tried('openai, chat stream', async () => {
  let text = '';
  for await (const chunk of await openai.chat.completions.create({model, messages, stream: true})) {
    text += chunk.choices[0]?.delta?.content ?? '';
  }
  return text;
});
await tried('openai, responses', async () => (await openai.responses.create({model, input: 'Hello'})).output_text);
await tried('openai, responses stream', async () => {
  let last;
  let text = '';
  for await (const event of await openai.responses.create({model, input: 'Hello', stream: true})) {
    text += event.type === 'response.output_text.delta' ? event.delta : '';
    last = event.type;
  }
  if (last !== 'response.completed') {
    throw new Error(`ended by ${last}`);
  }
  return text;
});
await tried('openai, responses accumulated', async () => (await openai.responses.stream({model, input: 'Hello'}).finalResponse()).output_text);
await tried('openai, responses with a tool', async () => {
  const tools = [{type: 'function', name: 'weather', parameters: city, strict: true}];
  const answer = await openai.responses.create({model, input: 'Weather?', tools, tool_choice: 'required'});
  return answer.output.find(item => item.type === 'function_call').arguments;
});
await tried('openai, what no node keeps', () =>
  refused(OpenAI.BadRequestError, () => openai.responses.create({model, input: 'x', previous_response_id: 'resp_1'})));
await tried('openai, a model that is none', () =>
  refused(OpenAI.NotFoundError, () => openai.responses.create({model: 'no-such-model', input: 'x'})));

await tried('anthropic, message', async () => (await anthropic.messages.create({model, max_tokens: 200, messages})).content.at(-1).text);
await tried('anthropic, stream accumulated', async () => {
  const message = await anthropic.messages.stream({model, max_tokens: 200, messages}).finalMessage();
  return `${message.stop_reason}, ${message.usage.output_tokens} tokens`;
});
await tried('anthropic, tool', async () => {
  const tools = [{name: 'weather', description: 'The weather', input_schema: city}];
  const message = await anthropic.messages.create({model, max_tokens: 200, messages, tools, tool_choice: {type: 'any'}});
  return JSON.stringify(message.content.find(block => block.type === 'tool_use').input);
});
await tried('anthropic, tokens counted', async () => (await anthropic.messages.countTokens({model, messages})).input_tokens);
await tried('anthropic, models', async () => {
  const ids = [];
  for await (const one of anthropic.models.list()) {
    ids.push(one.id);
  }
  return ids;
});
await tried('anthropic, a model that is none', () =>
  refused(Anthropic.NotFoundError, () => anthropic.messages.create({model: 'no-such-model', max_tokens: 1, messages})));
await tried('anthropic, no messages', () =>
  refused(Anthropic.BadRequestError, () => anthropic.messages.create({model, max_tokens: 5, messages: []})));

const providers = {
  'vercel openai': createOpenAI({baseURL: `${base}/v1`, apiKey})(model),
  'vercel openai, chat': createOpenAI({baseURL: `${base}/v1`, apiKey}).chat(model),
  'vercel anthropic': createAnthropic({baseURL: `${base}/v1`, apiKey})(model),
  'vercel deepseek': createDeepSeek({baseURL: `${base}/v1`, apiKey})(model),
  'vercel openai-compatible': createOpenAICompatible({name: 'tidegate', baseURL: `${base}/v1`, apiKey})(model),
};
for (const [name, provided] of Object.entries(providers)) {
  await tried(name, async () => (await generateText({model: provided, prompt: 'Hello', maxOutputTokens: 200})).text);
  await tried(`${name}, stream`, async () => {
    let text = '';
    for await (const delta of streamText({model: provided, prompt: 'Hello', maxOutputTokens: 200}).textStream) {
      text += delta;
    }
    return text;
  });
}

setDefaultOpenAIClient(openai);
setTracingDisabled(true);
await tried('openai agents', async () => (await run(new Agent({name: 'A', instructions: 'Be brief.', model}), 'Hello')).finalOutput);

const text = message => message.content.at?.(-1)?.text ?? message.content;
const configuration = {baseURL: `${base}/v1`};
await tried('langchain openai', async () => text(await new ChatOpenAI({model, apiKey, configuration}).invoke('Hello')));
await tried('langchain openai, responses', async () =>
  text(await new ChatOpenAI({model, apiKey, configuration, useResponsesApi: true}).invoke('Hello')));
await tried('langchain anthropic', async () => text(await new ChatAnthropic({model, apiKey, anthropicApiUrl: base}).invoke('Hello')));

console.log(failed === 0 ? 'all as they should be' : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
