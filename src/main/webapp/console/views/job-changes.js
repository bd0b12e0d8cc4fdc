/** What can be done to jobs and batches. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {call, refused} from '../api.js';
import {refresh} from '../store.js';
import {count} from '../format.js';
import {ask, field, say} from '../dialog.js';
import {awaitModels, known, keyField, modelField} from './models.js';

const ADMIN = '/api/admin/';

async function done(kind, said) {
  await refresh(ADMIN + kind);
  say(said);
}

/** Cancels a job that has not ended. */
export function cancelJob(job) {
  ask({
    title: t('job.cancel.ask'),
    content: [h('p', h('code.wrap', job.id)), h('p', t(job.status === 'running' ? 'job.cancel.runs' : 'job.cancel.waits'))],
    action: t('job.cancel.do'),
    danger: true,
    run: async () => {
      await call('DELETE', `${ADMIN}jobs/${encodeURIComponent(job.id)}`);
      await done('jobs', t('job.cancel.done'));
    },
  });
}

/** Queues a failed job once more. */
export function retryJob(job) {
  ask({
    title: t('job.retry.ask'),
    content: [h('p', h('code.wrap', job.id)), h('p', t('job.retry.what'))],
    action: t('job.retry'),
    run: async () => {
      await call('POST', `${ADMIN}jobs/${encodeURIComponent(job.id)}/retry`);
      await done('jobs', t('job.retry.done'));
    },
  });
}

/** Cancels a batch that has not ended. */
export function cancelBatch(batch) {
  ask({
    title: t('batch.cancel.ask'),
    content: [h('p', h('code.wrap', batch.id)), h('p', t('batch.cancel.what', {n: count(batch.lines.completed)}))],
    action: t('job.cancel.do'),
    danger: true,
    run: async () => {
      await call('DELETE', `${ADMIN}batches/${encodeURIComponent(batch.id)}`);
      await done('batches', t('batch.cancel.done'));
    },
  });
}

/** A call in a tenant's name; the key is kept nowhere but in the page. */
async function asTenant(method, path, key, body) {
  const response = await fetch(path, {method, body, headers: {
    'X-Tidegate-Console': '1', ...(typeof body === 'string' && {'Content-Type': 'application/json'}),
    ...(key && {Authorization: `Bearer ${key}`})}});
  if (!response.ok) {
    throw await refused(response);
  }
  return response.json();
}

/** Keeps a call as a job. */
export async function startJob() {
  await awaitModels();
  ask({
    title: t('job.start'),
    content: [h('p', t('job.start.what')), modelField(),
      field(t('try.prompt'), h('textarea', {name: 'prompt', rows: 4, required: true, autofocus: true})), keyField()],
    action: t('job.start'),
    run: async ({model, prompt, key}) => {
      known.key = key;
      await asTenant('POST', '/api/jobs', key, JSON.stringify({model, messages: [{role: 'user', content: prompt}]}));
      await done('jobs', t('job.start.done'));
    },
  });
}

/** Uploads a file of calls, and makes a batch of it. */
export function startBatch() {
  ask({
    title: t('batch.start'),
    content: [h('p', t('batch.start.what')),
      field(t('batch.file'), h('input', {name: 'file', type: 'file', accept: '.jsonl,.json,.txt', required: true}), t('batch.file.hint')), keyField()],
    action: t('batch.start'),
    run: async ({file, key}) => {
      known.key = key;
      const endpoint = JSON.parse((await file.text()).split('\n', 1)[0]).url;
      const form = new FormData();
      form.set('purpose', 'batch');
      form.set('file', file, file.name);
      const {id} = await asTenant('POST', '/v1/files', key, form);
      await asTenant('POST', '/v1/batches', key, JSON.stringify({input_file_id: id, endpoint, completion_window: '24h'}));
      await done('batches', t('batch.start.done'));
    },
  });
}
