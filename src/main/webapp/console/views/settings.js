/** Settings: every value that holds, where it comes from, and what it would be by default. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {onForget, redraw, resource} from '../store.js';
import {count, NONE} from '../format.js';
import {facts, pill, section, table, whole} from '../parts.js';
import {session} from '../session.js';

export default {id: 'settings', show};

const filter = {text: '', changed: false};
onForget(() => Object.assign(filter, {text: '', changed: false}));

function show() {
  return whole(resource('/api/settings', 30), known => {
    const rows = known.settings.filter(matches);
    return [h('form.filter', {role: 'search', onsubmit: event => event.preventDefault()},
      h('div.field', h('label', {for: 'setting'}, t('settings.find')),
        h('input', {id: 'setting', type: 'search', oninput: event => narrow({text: event.currentTarget.value})})),
      h('label.check', h('input', {type: 'checkbox', onchange: event => narrow({changed: event.currentTarget.checked})}),
        ' ', t('settings.changed')),
      h('p.hint', {role: 'status'}, t('settings.count', {n: count(rows.length), all: count(known.settings.length)}))),
    section(t('settings.all'), null, table([
      {title: t('settings.name'), head: true, cell: one => h('code.wrap', one.name)},
      {title: t('settings.value'), cell: value},
      {title: t('settings.source'), cell: one => [pill(word('source.' + one.source, one.source), one.source === 'default' ? '' : 'good'),
        one.detail && one.source !== 'default' && h('span.hint.block.wrap', one.detail)]},
      {title: t('settings.default'), cell: one => one.default === null ? NONE : h('code.wrap', one.default)},
    ], rows, {caption: t('settings.all'), key: one => one.name, empty: t('settings.nomatch')})),
    section(t('settings.server'), null, facts([t('settings.version'), session.version ?? NONE],
      [t('settings.gateway'), h('code.wrap', session.gatewayUrl ?? location.origin)],
      [t('settings.console'), session.serverConsoleUrl && /^https?:/.test(session.serverConsoleUrl)
        ? h('a', {href: session.serverConsoleUrl, rel: 'noopener noreferrer'}, session.serverConsoleUrl) : undefined],
      ['API', h('a', {href: '/openapi/ui/'}, '/openapi/ui')], [t('settings.metrics'), h('a', {href: '/metrics'}, '/metrics')],
      [t('settings.health'), h('a', {href: '/health'}, '/health')]))];
  });
}

function narrow(to) {
  Object.assign(filter, to);
  redraw();
}

function matches(one) {
  const text = filter.text.trim().toLowerCase();
  return (!filter.changed || one.source !== 'default')
    && (text === '' || `${one.name} ${one.value ?? ''}`.toLowerCase().includes(text));
}

function value(one) {
  if (one.secret) {
    return h('span.hint', one.source === 'default' ? t('settings.unset') : t('settings.secret'));
  }
  return one.value === null || one.value === '' ? NONE : h('code.wrap', one.value);
}
