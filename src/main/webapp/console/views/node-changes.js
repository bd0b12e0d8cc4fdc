/** What can be done to nodes, each with what will happen said before it does. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {call} from '../api.js';
import {refresh} from '../store.js';
import {count, number, percent} from '../format.js';
import {ask, choice, field, say} from '../dialog.js';
import {notice} from '../parts.js';
import {STRATEGIES} from '../strategies.js';

const PATH = '/api/nodes';

function path(node) {
  return `${PATH}/${encodeURIComponent(node.name)}`;
}

async function change(node, members, said) {
  await call('PATCH', path(node), members);
  await refresh(PATH);
  say(said);
}

function usable(nodes) {
  return nodes.filter(node => node.state === 'healthy');
}

/** A warning where `node` is the only one that takes calls for one of its models. */
function last(node, nodes) {
  const others = usable(nodes).filter(other => other.name !== node.name);
  const alone = (node.serving ?? []).filter(model => !others.some(other => other.serving?.includes(model)));
  return node.state === 'healthy' && alone.length > 0
    ? notice('bad', t('nodes.last', {models: alone.join(', ')})) : null;
}

/** What becomes of the share of calls that `node` has. */
function shift(node, nodes) {
  return node.state === 'healthy' && node.share > 0 && usable(nodes).length > 1
    ? h('li', t('nodes.shift', {share: percent(node.share), n: usable(nodes).length - 1})) : null;
}

/** Gives a node no new calls. */
export function drain(node, nodes) {
  ask({
    title: t('nodes.drain.ask', {name: node.name}),
    content: [h('ul', h('li', t('nodes.drain.calls')), h('li', t('nodes.drain.running', {n: count(node.inFlight)})),
      shift(node, nodes), h('li', t('nodes.drain.back'))), last(node, nodes)],
    action: t('nodes.drain'),
    danger: true,
    run: () => change(node, {draining: true}, t('nodes.drain.done', {name: node.name})),
  });
}

/** Gives a node calls again. */
export function resume(node) {
  ask({
    title: t('nodes.resume.ask', {name: node.name}),
    content: h('p', t('nodes.resume.what')),
    action: t('nodes.resume'),
    run: () => change(node, {draining: false}, t('nodes.resume.done', {name: node.name})),
  });
}

/** Changes a node's weight, and the calls that it has at most. */
export function weigh(node, nodes) {
  const alike = usable(nodes).filter(other => other.tier === node.tier);
  const sum = alike.reduce((all, other) => all + other.weight, 0);
  ask({
    title: t('nodes.weigh.ask', {name: node.name}),
    content: [h('p', t('nodes.weigh.what', {weight: number(node.weight), sum: number(sum), tier: word('tier.' + node.tier, node.tier)})),
      field(t('nodes.weight'), h('input', {name: 'weight', type: 'number', min: 1, max: 1000, step: 1, required: true, value: node.weight, autofocus: true})),
      field(t('nodes.most'), h('input', {name: 'maxConnections', type: 'number', min: 1, step: 1, required: true, value: node.maxConnections}), t('nodes.most.hint'))],
    action: t('nodes.change'),
    run: values => change(node, {weight: Number(values.weight), maxConnections: Number(values.maxConnections)},
      t('nodes.weigh.done', {name: node.name})),
  });
}

/** Takes a node out of the pool. */
export function remove(node, nodes) {
  ask({
    title: t('nodes.remove.ask', {name: node.name}),
    content: [h('ul', h('li', t('nodes.remove.calls', {n: count(node.inFlight)})), shift(node, nodes),
      h('li', t('nodes.remove.stays'))), last(node, nodes)],
    action: t('nodes.remove'),
    danger: true,
    run: async () => {
      await call('DELETE', path(node));
      await refresh(PATH);
      say(t('nodes.remove.done', {name: node.name}));
    },
  });
}

/** Takes a new node into the pool. */
export function add() {
  ask({
    title: t('nodes.add'),
    content: [h('p', t('nodes.add.what')),
      field(t('nodes.name'), h('input', {name: 'name', required: true, pattern: '[A-Za-z0-9._\\-]+', autofocus: true, autocapitalize: 'none'})),
      field(t('nodes.url'), h('input', {name: 'url', type: 'url', required: true, placeholder: 'http://gpu2:8000/v1'})),
      h('div.fields', field(t('nodes.tier'), choice('tier', ['private', 'public'].map(tier => [tier, word('tier.' + tier, tier)]), 'private')),
        field(t('nodes.region'), h('input', {name: 'region'}))),
      h('div.fields', field(t('nodes.weight'), h('input', {name: 'weight', type: 'number', min: 1, value: 1, required: true})),
        field(t('nodes.most'), h('input', {name: 'maxConnections', type: 'number', min: 1, value: 64, required: true}))),
      field(t('nodes.models'), h('input', {name: 'models'}), t('nodes.models.hint')),
      field(t('nodes.key'), h('input', {name: 'apiKey', type: 'password', autocomplete: 'off'}), t('nodes.key.hint'))],
    action: t('nodes.add'),
    run: async values => {
      await call('PUT', path(values), description(values));
      await refresh(PATH);
      say(t('nodes.add.done', {name: values.name}));
    },
  });
}

function description({url, tier, region, weight, maxConnections, models, apiKey}) {
  const node = {url, tier, region, weight: Number(weight), maxConnections: Number(maxConnections)};
  const named = models.split(/[\s,]+/).filter(Boolean);
  return {...node, ...(named.length > 0 && {models: named}), ...(apiKey && {apiKey})};
}

/** Chooses how calls are spread over the nodes. */
export function strategy(known, nodes) {
  const models = [...new Set(nodes.flatMap(node => node.serving ?? []))].sort();
  ask({
    title: t('nodes.strategy.change'),
    content: [h('p', t('nodes.strategy.what')),
      field(t('nodes.strategy'), choice('strategy', STRATEGIES.map(name => [name, `${name}: ${t('strategy.' + name)}`]), known.strategy, {autofocus: true})),
      field(t('model'), choice('model', [['', t('nodes.strategy.all')], ...models.map(model => [model, model])], ''))],
    action: t('nodes.change'),
    run: async values => {
      await call('PUT', '/api/balancing', {strategy: values.strategy, model: values.model || null});
      await refresh('/api/balancing');
      say(t('nodes.strategy.done', {name: values.strategy}));
    },
  });
}
