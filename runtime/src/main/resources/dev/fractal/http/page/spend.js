// Amounts that may be partly unknown: what is known is summed, what is not is counted.

export const NONE = { input: 0, output: 0, cached: 0, usd: 0, dark: 0, darkUsd: 0 };

/** Of a usage as events have it, and requests whose spend nobody knows. */
export function spent(usage, lost = 0) {
  const known = (value) => (typeof value === 'number' ? value : 0);
  const dark = ['input', 'output'].some((name) => typeof usage[name] !== 'number') ? 1 : 0;
  return {
    input: known(usage.input),
    output: known(usage.output),
    cached: known(usage.cached),
    usd: known(usage.usd),
    dark: dark + lost,
    darkUsd: (typeof usage.usd === 'number' ? 0 : 1) + lost,
  };
}

export const lostOnly = (count) => ({ ...NONE, dark: count, darkUsd: count });

export function plus(a, b) {
  const sum = {};
  for (const name of Object.keys(NONE)) sum[name] = a[name] + b[name];
  return sum;
}

export const total = (spends) => spends.reduce(plus, NONE);
