/** Parts of what was used and of what is limited, as administrators and tenants see it. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {count, money, NONE, percent} from '../format.js';
import {facts, meter, section, table} from '../parts.js';

/** From this share of a budget on it is shown as a warning, as alerts have it. */
const NEARLY = 0.8;

/** What was used, told apart by `group`; `download` is what leads to the same as CSV. */
export function used(usage, group, download) {
  const {total, currency} = usage;
  return section(t('usage.all'), download, h('p.hint', t('usage.days', {from: usage.from, to: usage.to})),
    usage.truncated && h('p.notice.warn', t('usage.truncated')),
    facts([t('usage.cost'), h('b', {'data-total': true}, money(total.cost, currency))], [t('usage.calls'), count(total.calls)],
      [t('usage.cachedCalls'), count(total.cachedCalls)], [t('usage.input'), count(total.inputTokens)],
      [t('usage.output'), count(total.outputTokens)]),
    table([...group.map((name, i) => ({title: t('usage.' + name), head: i === 0, cell: line => named(name, line)})),
      {title: t('usage.calls'), number: true, cell: line => count(line.calls)},
      {title: t('usage.cachedCalls'), number: true, cell: line => count(line.cachedCalls)},
      {title: t('usage.input'), number: true, cell: line => [count(line.inputTokens),
        line.cachedInputTokens > 0 && h('span.hint.block', t('usage.cached', {n: count(line.cachedInputTokens)}))]},
      {title: t('usage.output'), number: true, cell: line => count(line.outputTokens)},
      {title: t('usage.cost'), number: true, cell: line => money(line.cost, currency)},
    ], usage.data, {caption: t('usage.all'), key: line => JSON.stringify(group.map(name => line[name])), empty: t('usage.none'), wide: true}));
}

function named(name, line) {
  return name === 'key' && line.key === '' ? t('usage.nokey') : h('span.wrap', line[name]);
}

/** The limits that there are, and how they stand; `whose` shows the tenant, too. */
export function limits(quotas, whose) {
  return section(t('limits.all'), null, table([
    whose && {title: t('tenant'), head: true, cell: one => one.tenant},
    {title: t('limits.whose'), head: !whose, cell: one => one.key ? t('limits.ofkey', {name: one.key})
      : one.model ? t('limits.ofmodel', {name: one.model}) : t('limits.whole')},
    {title: t('limits.requests'), number: true, cell: one => rate(one.requestsPerMinute)},
    {title: t('limits.tokens'), number: true, cell: one => rate(one.tokensPerMinute)},
    {title: t('limits.concurrent'), number: true, cell: one => one.concurrent
      ? t('limits.of', {spent: count(one.concurrent.inUse), limit: count(one.concurrent.limit)}) : NONE},
    {title: t('limits.day'), cell: one => budget(one.budgetPerDay, one.currency, t('limits.day'))},
    {title: t('limits.month'), cell: one => budget(one.budgetPerMonth, one.currency, t('limits.month'))},
  ], quotas.data, {caption: t('limits.all'), key: one => JSON.stringify([one.tenant, one.key, one.model]), empty: t('limits.none'), wide: true}));
}

function rate(one) {
  return one ? [count(one.limit), h('span.hint.block', t('limits.left', {n: count(one.remaining)}))] : NONE;
}

/** A budget with the share of it that is spent, as words and as a bar. */
function budget(one, currency, label) {
  if (!one) {
    return NONE;
  }
  const share = one.limit > 0 ? one.spent / one.limit : one.spent > 0 ? 1 : 0;
  return h('div.metered', h('span', t('limits.of', {spent: money(one.spent, currency), limit: money(one.limit, currency)})),
    h('b.block', percent(share)), meter(one.spent, one.limit, label, share >= 1 ? 'bad' : share >= NEARLY ? 'warn' : ''));
}
