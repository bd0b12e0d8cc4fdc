/** Cluster: which servers there are, what each holds, who lags behind, how many are wanted. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {resource} from '../store.js';
import {count, number, NONE} from '../format.js';
import {meter, notice, pill, section, table, whole} from '../parts.js';

export default {id: 'cluster', show};

function show() {
  return [whole(resource('/api/cluster', 3), cluster => [members(cluster), leases(cluster.leases ?? [])]),
    section(t('cluster.scaling'), null, h('p.hint', t('cluster.scaling.about')), whole(resource('/api/scaling', 5), scaling))];
}

function members(cluster) {
  const newest = cluster.members.map(member => member.version).filter(Boolean).sort(byVersion).at(-1);
  const lags = member => Boolean(member.version && newest && member.version !== newest);
  const behind = cluster.members.filter(lags);
  return section(t('cluster.members'), null,
    h('p', pill(cluster.condition, cluster.shared || cluster.members.length === 0 ? 'good' : 'bad')),
    behind.length > 0 && notice('warn', t('cluster.behind', {n: behind.length, version: newest})),
    table([
      {title: t('cluster.name'), head: true, cell: member => [h('code.wrap', member.id), member.self && h('span.hint', ' ', t('cluster.self'))]},
      {title: t('cluster.address'), cell: member => h('code', member.address)},
      {title: t('settings.version'), cell: member => [member.version ?? t('cluster.silent'), ' ',
        (lags(member) || !member.version) && pill(t('cluster.lags'), 'warn')]},
    ], cluster.members, {caption: t('cluster.members'), key: member => member.id, empty: t('cluster.alone')}));
}

function byVersion(a, b) {
  return a.localeCompare(b, 'en', {numeric: true});
}

function leases(rows) {
  return section(t('cluster.leases'), null, h('p.hint', t('cluster.leases.about')), table([
    {title: t('account'), head: true, cell: lease => lease.account},
    {title: t('cluster.inUse'), cell: lease => h('div.metered', h('span', `${count(lease.inUse)} / ${count(lease.share)}`),
      meter(lease.inUse, lease.share, t('cluster.inUse')))},
    {title: t('cluster.share'), number: true, cell: lease => count(lease.share)},
    {title: t('cluster.limit'), number: true, cell: lease => count(lease.limit)},
  ], rows, {caption: t('cluster.leases'), key: lease => lease.account, empty: t('cluster.noleases')}));
}

function scaling(known) {
  const rows = [{model: null, ...known.gateway}, ...known.pools];
  return table([
    {title: t('cluster.of'), head: true, cell: row => row.model ?? t('cluster.gateways')},
    {title: t('cluster.wanted'), number: true, cell: row => h('b', count(row.wanted))},
    {title: t('cluster.present'), number: true, cell: row => count(row.present)},
    {title: t('cluster.needed'), number: true, cell: row => number(row.needed)},
    {title: t('cluster.why'), cell: row => row.why ?? NONE},
  ], rows, {caption: t('cluster.scaling'), key: row => row.model ?? '', empty: NONE});
}
