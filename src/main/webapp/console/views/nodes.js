/** Nodes: where calls go, which nodes are at fault, and what can be done about it. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {resource} from '../store.js';
import {ago, count, number, percent, perSecond} from '../format.js';
import {button, meter, pill, section, table, whole} from '../parts.js';
import {may} from '../session.js';
import {add, drain, remove, resume, strategy, weigh} from './node-changes.js';

export default {id: 'nodes', show};

const TONES = {healthy: 'good', draining: 'warn', ejected: 'bad', unknown: ''};

function show() {
  const known = resource('/api/nodes', 2);
  return [whole(known, nodes => [picture(nodes), list(nodes)]), balancing(known.value)];
}

/** Whether it is healthy, and yet gets no calls of some model, since those failed. */
function broken(node) {
  return node.state === 'healthy' && (node.limits ?? []).some(one => one.breaker === 'open');
}

function tone(node) {
  return broken(node) ? 'warn' : TONES[node.state] ?? 'warn';
}

function state(node) {
  return pill(broken(node) ? t('breaker.open') : word('node.' + node.state, node.state), tone(node));
}

/** The limit that was learned, over all models of a node; null where none was yet. */
function learned(node) {
  const limits = node.limits ?? [];
  return limits.length === 0 ? null : limits.reduce((sum, one) => sum + one.limit, 0);
}

function most(node) {
  return Math.min(learned(node) ?? Infinity, node.maxConnections);
}

/** Tiers from the cheapest on, in each its regions, in each its nodes. */
function picture(nodes) {
  if (nodes.length === 0) {
    return null;
  }
  const tiers = [...new Set(nodes.map(node => node.tier))].sort(
    (a, b) => order(a) - order(b));
  return section(t('nodes.picture'), null, h('div.tiers', tiers.map(tier =>
    h('div.tier', {key: tier}, h('h3', word('tier.' + tier, tier)), regions(nodes.filter(node => node.tier === tier))))));
}

function order(tier) {
  return ['private', 'reserved', 'public'].indexOf(tier);
}

function regions(nodes) {
  const names = [...new Set(nodes.map(node => node.region ?? ''))].sort();
  return names.map(name => h('div.region', {key: name},
    (names.length > 1 || name) && h('h4', name || t('nodes.noregion')),
    h('ul.tiles', nodes.filter(node => (node.region ?? '') === name).map(tile))));
}

function tile(node) {
  return h('li', {key: node.name, class: 'tile ' + tone(node)},
    h('div.tile-head', h('strong', node.name), state(node)),
    meter(node.inFlight, most(node), t('nodes.loadOf', {name: node.name, n: node.inFlight, all: most(node)})),
    h('p.hint', t('nodes.tile', {n: count(node.inFlight), all: count(most(node)), share: percent(node.share)})));
}

function list(nodes) {
  const columns = [
    {title: t('nodes.name'), head: true, cell: node => [h('strong', node.name), h('span.hint.block', node.url)]},
    {title: t('nodes.state'), cell: node => [state(node),
      node.reason && h('span.hint.block', node.reason), (node.failuresPerSecond ?? 0) > 0 && h('span.bad-text.block',
        t('nodes.failures', {v: perSecond(node.failuresPerSecond)}))]},
    {title: t('nodes.load'), number: true, cell: node => `${count(node.inFlight)} / ${count(most(node))}`},
    {title: t('nodes.limit'), cell: limits},
    {title: t('nodes.speed'), number: true, cell: node => speed(node)},
    {title: t('nodes.share'), number: true, cell: node => [percent(node.share),
      h('span.hint.block', perSecond(node.attemptsPerSecond))]},
    {title: t('nodes.weight'), number: true, cell: node => number(node.weight)},
    may(() => ({title: t('actions'), cell: node => actions(node, nodes)})),
  ];
  return section(t('nodes.all'), may(() => button(t('nodes.add'), add, 'primary')),
    table(columns, [...nodes].sort((a, b) => order(a.tier) - order(b.tier) || a.name.localeCompare(b.name)),
      {caption: t('nodes.all'), key: node => node.name, empty: t('nodes.none')}));
}

function limits(node) {
  if (!node.limits?.length) {
    return h('span.hint', t('nodes.nolimit', {n: count(node.maxConnections)}));
  }
  return h('ul.plain', node.limits.map(one => h('li', {key: one.model + one.operation},
    h('b', count(one.limit)), ' ', h('span.hint', one.model, one.operation === 'chat' ? '' : ` ${one.operation}`),
    one.lastMove && h('span.hint.block', t('move.' + one.lastMove), one.movedAt ? ' ' + ago(one.movedAt) : ''),
    one.breaker === 'half_open' && pill(t('breaker.half_open'), 'warn'))));
}

function speed(node) {
  const speeds = (node.limits ?? []).map(one => one.speed).filter(value => value !== null && value !== undefined);
  return speeds.length === 0 ? '–' : percent(Math.min(...speeds));
}

function actions(node, nodes) {
  return h('div.row-actions',
    node.draining
      ? button(t('nodes.resume'), () => resume(node), '', {'aria-label': t('nodes.resume.of', {name: node.name})})
      : button(t('nodes.drain'), () => drain(node, nodes), '', {'aria-label': t('nodes.drain.of', {name: node.name})}),
    button(t('nodes.weigh'), () => weigh(node, nodes), '', {'aria-label': t('nodes.weigh.of', {name: node.name})}),
    button(t('nodes.remove'), () => remove(node, nodes), 'danger quiet', {'aria-label': t('nodes.remove.of', {name: node.name})}));
}

function balancing(nodes) {
  return section(t('nodes.balancing'), null, whole(resource('/api/balancing', 15), known => [
    h('p', t('nodes.strategy'), ' ', h('b', known.strategy), ' ',
      may(() => button(t('nodes.change'), () => strategy(known, nodes ?? []), '', {'aria-label': t('nodes.strategy.change')}))),
    Object.entries(known.models).map(([model, own]) => h('p', {key: model}, model, ': ', h('b', own)))]));
}
