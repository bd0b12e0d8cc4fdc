/** What nobody could process, and whom nobody could tell: dead letters and webhooks. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {call} from '../api.js';
import {refresh, resource} from '../store.js';
import {ago, count, NONE} from '../format.js';
import {ask, say} from '../dialog.js';
import {button, pill, section, table, whole} from '../parts.js';
import {may} from '../session.js';

const LETTERS = '/api/dead-letters';
const WEBHOOKS = '/api/admin/webhooks';
const TONES = {delivered: 'good', dead: 'bad', pending: 'warn'};

/** Both, as sections. */
export function undelivered() {
  return [letters(resource(LETTERS, 10)), webhooks(resource(WEBHOOKS + '?limit=20', 5))];
}

function change(title, what, action, path, method, said, prefix, danger) {
  ask({
    title, content: h('p', what), action, danger,
    run: async () => {
      await call(method, path);
      await refresh(prefix);
      say(said);
    },
  });
}

function letters(known) {
  const some = known.value?.data.length > 0;
  return section(t('letters'), may(() => some && button(t('letters.purge'), () => change(t('letters.purge.ask'), t('letters.purge.what'),
    t('letters.purge'), LETTERS, 'DELETE', t('letters.purged'), LETTERS, true), 'danger quiet')),
  h('p.hint', t('letters.about')), whole(known, list => table([
    {title: t('letters.subject'), head: true, cell: letter => h('code.wrap', letter.subject)},
    {title: t('letters.queue'), cell: letter => letter.queue},
    {title: t('letters.at'), cell: letter => ago(letter.at)},
    may(() => ({title: t('actions'), cell: letter => h('div.row-actions',
      button(t('job.retry'), () => change(t('letters.retry.ask'), t('letters.retry.what'), t('job.retry'),
        `${LETTERS}/${encodeURIComponent(letter.id)}/retry`, 'POST', t('letters.retried'), LETTERS)),
      button(t('letters.drop'), () => change(t('letters.drop.ask'), t('letters.drop.what'), t('letters.drop'),
        `${LETTERS}/${encodeURIComponent(letter.id)}`, 'DELETE', t('letters.purged'), LETTERS, true), 'danger quiet'))})),
  ], list.data, {caption: t('letters'), key: letter => letter.id, empty: t('letters.none')})));
}

function webhooks(known) {
  const dead = known.value?.data.some(event => event.status === 'dead');
  return section(t('webhooks'), may(() => dead && button(t('webhooks.purge'), () => change(t('webhooks.purge.ask'), t('webhooks.purge.what'),
    t('webhooks.purge'), WEBHOOKS + '/dead', 'DELETE', t('webhooks.purged'), WEBHOOKS, true), 'danger quiet')),
  whole(known, list => table([
    {title: t('webhooks.event'), head: true, cell: event => [event.type, h('code.block.wrap', event.subject)]},
    {title: t('nodes.state'), cell: event => [pill(word('webhook.' + event.status, event.status), TONES[event.status] ?? ''),
      event.last_problem && h('span.bad-text.block', event.last_problem, event.last_status ? ` ${event.last_status}` : '')]},
    {title: t('tenant'), cell: event => event.tenant},
    {title: t('webhooks.receiver'), cell: event => h('span.wrap', event.receiver ?? NONE)},
    {title: t('job.attempts'), number: true, cell: event => count(event.attempts)},
    {title: t('webhooks.next'), cell: event => event.ended_at ? ago(event.ended_at) : ago(event.next_attempt_at)},
    may(() => ({title: t('actions'), cell: event => event.status === 'pending' ? null : button(t('webhooks.again'),
      () => change(t('webhooks.again.ask'), t('webhooks.again.what'), t('webhooks.again'),
        `${WEBHOOKS}/${encodeURIComponent(event.id)}/retry`, 'POST', t('webhooks.sent'), WEBHOOKS))})),
  ], list.data, {caption: t('webhooks'), key: event => event.id, empty: t('webhooks.none')})));
}
