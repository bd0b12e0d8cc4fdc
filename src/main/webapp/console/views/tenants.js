/** Tenants and keys: who may ask, by which keys, and what those are good for. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {resource} from '../store.js';
import {ago, clock, count, NONE} from '../format.js';
import {button, pill, section, table, whole} from '../parts.js';
import {session} from '../session.js';
import {create, KEYS, make, remove, removeTenant, revoke, rotate, TENANTS} from './tenant-changes.js';

export default {id: 'tenants', show};

const TONES = {active: 'good', expired: 'warn', revoked: 'bad'};

function show() {
  return [tenants(resource(TENANTS, 15)), keys(resource(KEYS, 15))];
}

/** What `shown` makes, for administrators, who alone change tenants and keys. */
function mine(shown) {
  return session.role === 'admin' ? shown() : null;
}

function made(one) {
  return one.source === 'api';
}

function tenants(known) {
  return section(t('tenants.all'), mine(() => button(t('tenants.create'), create, 'primary')), h('p.hint', t('tenants.about')),
    whole(known, ({data}) => table([
      {title: t('tenant'), head: true, cell: one => [h('b.wrap', one.name), one.description && h('span.hint.block.wrap', one.description)]},
      {title: t('tenants.source'), cell: one => word('tenants.source.' + one.source, one.source)},
      {title: t('try.priority'), cell: one => [word('tenants.priority.' + one.priority, one.priority),
        one.privateOnly && h('span.hint.block', t('tenants.private'))]},
      {title: t('tenants.keys'), number: true, cell: one => count(one.keys)},
      mine(() => ({title: t('actions'), cell: one => h('div.row-actions', button(t('keys.create'), () => make(one)),
        made(one) && button(t('tenants.delete'), () => removeTenant(one), 'danger quiet'))})),
    ].filter(Boolean), data, {caption: t('tenants.all'), key: one => one.name, empty: t('tenants.none')})));
}

function keys(known) {
  return section(t('keys.all'), null, whole(known, ({data}) => table([
    {title: t('keys.key'), head: true, cell: one => [h('code.wrap', one.id), one.label && h('span.hint.block.wrap', one.label)]},
    {title: t('tenant'), cell: one => one.tenant},
    {title: t('nodes.state'), cell: one => [pill(word('keys.state.' + one.state, one.state), TONES[one.state] ?? ''),
      one.secrets.length > 1 && h('span.hint.block', t('keys.overlap', {n: count(one.secrets.length)}))]},
    {title: t('keys.scope'), cell: one => scope(one.scope)},
    {title: t('keys.made'), cell: one => one.created ? [ago(one.created), h('span.hint.block', one.by)] : NONE},
    {title: t('keys.expires'), cell: one => one.expires ? clock(one.expires) : NONE},
    mine(() => ({title: t('actions'), cell: one => made(one) && h('div.row-actions',
      one.state === 'active' && button(t('keys.rotate'), () => rotate(one)),
      one.state === 'active' && button(t('keys.revoke'), () => revoke(one), 'danger quiet'),
      one.state !== 'active' && button(t('keys.delete'), () => remove(one), 'danger quiet'))})),
  ].filter(Boolean), data, {caption: t('keys.all'), key: one => one.id, empty: t('keys.none')})));
}

/** What limits a key, shortly. */
function scope(of) {
  const limits = [...of.models, ...of.operations, ...of.dialects, ...of.networks];
  if (of.privateOnly) {
    limits.push(t('tenants.private'));
  }
  if (of.priority !== 'high') {
    limits.push(word('tenants.priority.' + of.priority, of.priority));
  }
  return limits.length === 0 ? t('keys.unlimited') : h('span.wrap', limits.join(', '));
}
