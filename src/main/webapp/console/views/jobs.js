/** Jobs and batches: what is kept until it is answered, and what could not be. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {onForget, redraw, resource} from '../store.js';
import {ago, clock, compact, count, duration, since, NONE} from '../format.js';
import {button, pill, progress, section, table, whole} from '../parts.js';
import {may} from '../session.js';
import {cancelBatch, cancelJob, retryJob, startBatch, startJob} from './job-changes.js';
import {undelivered} from './undelivered.js';

export default {id: 'jobs', show};

const STATES = {
  jobs: ['queued', 'running', 'completed', 'failed', 'cancelled'],
  batches: ['validating', 'in_progress', 'finalizing', 'completed', 'failed', 'expired', 'cancelling', 'cancelled'],
};
const TONES = {running: 'good', in_progress: 'good', completed: 'good', finalizing: 'good', validating: 'good',
  failed: 'bad', expired: 'bad', cancelling: 'warn', cancelled: ''};

/** Which state of each is looked at, and after which one the list begins; '' for all, and for the first. */
const asked = {};
onForget(forgotten);
forgotten();

function forgotten() {
  Object.assign(asked, {jobs: {status: '', after: ''}, batches: {status: '', after: ''}});
}

function show() {
  return [jobs(), batches(), undelivered()];
}

function list(kind) {
  const {status, after} = asked[kind];
  const query = new URLSearchParams({limit: 20, ...(status && {status}), ...(after && {after})});
  return resource(`/api/admin/${kind}?${query}`, 2);
}

function look(kind, status, after = '') {
  asked[kind] = {status, after};
  redraw();
}

/** One button for each state that something is in, and one for all. */
function filters(kind, counts) {
  const there = STATES[kind].filter(state => counts[state] > 0 || state === asked[kind].status);
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return h('div.chips', {role: 'group', 'aria-label': t('jobs.filter')}, ['', ...there].map(state =>
    h('button.chip', {type: 'button', key: state, 'aria-pressed': String(asked[kind].status === state),
      onclick: () => look(kind, state)},
    state === '' ? t('jobs.any') : word('state.' + state, state), ' ', h('b', count(state === '' ? all : counts[state] ?? 0)))));
}

function pages(kind, known) {
  const {status, after} = asked[kind];
  return (after || known.has_more) && h('div.pages',
    after && button(t('jobs.first'), () => look(kind, status)),
    known.has_more && button(t('jobs.next'), () => look(kind, status, known.last_id)));
}

function state(one) {
  return [pill(word('state.' + one.status, one.status), TONES[one.status] ?? ''),
    one.error && h('span.bad-text.block', word('why.' + one.error.code, one.error.code))];
}

function id(one) {
  return [h('code', {title: one.id}, one.id.slice(0, 14) + '…'), h('span.hint.block', one.tenant)];
}

function jobs() {
  return section(t('jobs'), may(() => button(t('job.start'), startJob, 'primary')), whole(list('jobs'), known => [
    filters('jobs', known.counts), table([
      {title: t('job.id'), head: true, cell: id},
      {title: t('nodes.state'), cell: state},
      {title: t('model'), cell: job => [job.model, h('span.hint.block', `${job.operation}, ${word('priority.' + job.priority, job.priority)}`)]},
      {title: t('job.age'), cell: age},
      {title: t('job.attempts'), number: true, cell: job => count(job.attempts)},
      {title: t('job.deadline'), cell: job => open(job) ? ago(job.deadline_at) : NONE},
      may(() => ({title: t('actions'), cell: jobActions})),
    ], known.data, {caption: t('jobs'), key: job => job.id, empty: t('jobs.none')}), pages('jobs', known)]));
}

function open(job) {
  return job.status === 'queued' || job.status === 'running';
}

function age(job) {
  if (job.finished_at) {
    return [ago(job.finished_at), h('span.hint.block', t('job.took', {d: duration(job.finished_at - (job.started_at ?? job.created_at))}))];
  }
  return job.started_at ? t('job.runs', {d: duration(since(job.started_at))}) : t('job.waits', {d: duration(since(job.created_at))});
}

/** Only what ran out of attempts can be asked anew. */
function retriable(job) {
  return job.status === 'failed' && job.error?.code === 'attempts_exhausted';
}

function jobActions(job) {
  const name = job.id.slice(0, 14);
  return [open(job) && button(t('job.cancel'), () => cancelJob(job), 'danger quiet', {'aria-label': t('job.cancel.of', {name})}),
    retriable(job) && button(t('job.retry'), () => retryJob(job), '', {'aria-label': t('job.retry.of', {name})})];
}

function batches() {
  return section(t('batches'), may(() => button(t('batch.start'), startBatch, 'primary')), whole(list('batches'), known => [
    filters('batches', known.counts), table([
      {title: t('batch.id'), head: true, cell: id},
      {title: t('nodes.state'), cell: state},
      {title: t('model'), cell: batch => batch.model ?? NONE},
      {title: t('batch.progress'), cell: advance},
      {title: t('batch.tokens'), number: true, cell: batch => batch.tokens ? `${compact(batch.tokens.input)} → ${compact(batch.tokens.output)}` : NONE},
      {title: t('batch.until'), cell: batch => batch.ended_at ? t('batch.ended', {ago: ago(batch.ended_at)}) : ago(batch.expires_at)},
      may(() => ({title: t('actions'), cell: batch => ended(batch) ? null : button(t('job.cancel'), () => cancelBatch(batch),
        'danger quiet', {'aria-label': t('job.cancel.of', {name: batch.id.slice(0, 14)})})})),
    ], known.data, {caption: t('batches'), key: batch => batch.id, empty: t('batches.none')}), pages('batches', known)]));
}

function ended(batch) {
  return ['completed', 'failed', 'expired', 'cancelled', 'cancelling'].includes(batch.status);
}

function advance(batch) {
  const {total, completed, failed} = batch.lines;
  if (!total) {
    return NONE;
  }
  const done = completed + failed;
  const words = [t('batch.lines', {n: count(done), all: count(total)}), failed > 0 && t('batch.failed', {n: count(failed)}), left(batch, done)];
  return h('div', {title: clock(batch.created_at)}, progress(done, total, words.filter(Boolean).join(', ')));
}

/** How long it takes at the speed that it has had so far. */
function left(batch, done) {
  const passed = since(batch.in_progress_at);
  return batch.status === 'in_progress' && done > 0 && passed > 2
    ? t('left', {d: duration(passed / done * (batch.lines.total - done))}) : null;
}
