/** What can be done to tenants and keys, each with what will happen said before it does. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {call} from '../api.js';
import {refresh} from '../store.js';
import {ask, choice, field, say} from '../dialog.js';

/** Where tenants are. */
export const TENANTS = '/api/tenants';

/** Where keys are. */
export const KEYS = '/api/keys';

const OVERLAPS = ['PT0S', 'PT1H', 'PT24H', 'P7D'];

function key(one, act = '') {
  return `${KEYS}/${encodeURIComponent(one.id)}${act}`;
}

async function renew(said) {
  await Promise.all([refresh(TENANTS), refresh(KEYS)]);
  say(said);
}

/** The values in a field, between commas or spaces. */
function values(text) {
  return (text ?? '').split(/[\s,]+/).filter(Boolean);
}

function priorities(chosen) {
  return choice('priority', ['high', 'normal', 'low'].map(one => [one, t('tenants.priority.' + one)]), chosen);
}

function ticked(name, label) {
  return h('label.check', h('input', {type: 'checkbox', name, value: 'true'}), ' ', label);
}

/** Shows the secret of a key, for the only time. */
function tell(made) {
  ask({
    title: t('keys.once'),
    content: [h('p', t('keys.once.what')), field(t('keys.secret'),
      h('input', {name: 'secret', readonly: true, value: made.key, autocomplete: 'off', spellcheck: 'false', autofocus: true,
        onfocus: event => event.currentTarget.select()}), t('keys.once.hint'))],
    action: t('keys.once.do'),
    run: async () => {},
  });
}

/** Makes a tenant. */
export function create() {
  ask({
    title: t('tenants.create'),
    content: [field(t('tenants.name'), h('input', {name: 'name', required: true, maxlength: 64, autofocus: true}), t('tenants.name.hint')),
      field(t('tenants.description'), h('input', {name: 'description', maxlength: 200})),
      field(t('tenants.most'), priorities('normal')), ticked('privateOnly', t('tenants.private'))],
    action: t('tenants.create.do'),
    run: async given => {
      await call('POST', TENANTS, {...given, privateOnly: given.privateOnly === 'true'});
      await renew(t('tenants.created', {name: given.name}));
    },
  });
}

/** Deletes a tenant. */
export function removeTenant(one) {
  ask({
    title: t('tenants.delete.ask', {name: one.name}),
    content: h('p', t('tenants.delete.what')),
    action: t('tenants.delete'),
    danger: true,
    run: async () => {
      await call('DELETE', `${TENANTS}/${encodeURIComponent(one.name)}`);
      await renew(t('tenants.deleted', {name: one.name}));
    },
  });
}

/** Makes a key of a tenant, and tells its secret. */
export function make(tenant) {
  ask({
    title: t('keys.create.ask', {name: tenant.name}),
    content: [h('p', t('keys.create.what')), field(t('keys.label'), h('input', {name: 'label', maxlength: 200, autofocus: true})),
      field(t('keys.expires'), h('input', {name: 'expires', type: 'datetime-local'}), t('keys.expires.hint')),
      field(t('keys.models'), h('input', {name: 'models'}), t('keys.models.hint')),
      field(t('keys.operations'), h('input', {name: 'operations'}), t('keys.operations.hint')),
      field(t('keys.networks'), h('input', {name: 'networks'}), t('keys.networks.hint')),
      field(t('tenants.most'), priorities('high')), ticked('privateOnly', t('tenants.private'))],
    action: t('keys.create.do'),
    run: async given => {
      const made = await call('POST', KEYS, asked(tenant, given));
      await renew(t('keys.created'));
      tell(made);
    },
  });
}

function asked(tenant, given) {
  return {tenant: tenant.name, label: given.label, expires: given.expires ? new Date(given.expires).toISOString() : null,
    scope: {models: values(given.models), operations: values(given.operations), networks: values(given.networks),
      priority: given.priority, privateOnly: given.privateOnly === 'true'}};
}

/** Gives a key a new secret, and tells it. */
export function rotate(one) {
  ask({
    title: t('keys.rotate.ask', {name: one.label || one.id}),
    content: [h('p', t('keys.rotate.what')), field(t('keys.rotate.overlap'),
      choice('overlap', OVERLAPS.map(time => [time, t('keys.rotate.' + time)]), 'PT24H', {autofocus: true}))],
    action: t('keys.rotate'),
    run: async given => {
      const made = await call('POST', key(one, '/rotate'), given);
      await renew(t('keys.rotated'));
      tell(made);
    },
  });
}

/** Ends a key at once. */
export function revoke(one) {
  ask({
    title: t('keys.revoke.ask', {name: one.label || one.id}),
    content: h('p', t('keys.revoke.what')),
    action: t('keys.revoke'),
    danger: true,
    run: async () => {
      await call('POST', key(one, '/revoke'));
      await renew(t('keys.revoked'));
    },
  });
}

/** Takes a key out of the list. */
export function remove(one) {
  ask({
    title: t('keys.delete.ask', {name: one.label || one.id}),
    content: h('p', t('keys.delete.what')),
    action: t('keys.delete'),
    danger: true,
    run: async () => {
      await call('DELETE', key(one));
      await renew(t('keys.deleted'));
    },
  });
}
