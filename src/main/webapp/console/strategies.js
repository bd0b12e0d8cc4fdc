/** The strategies that the server has, by which calls are spread over nodes. */
export const STRATEGIES = ['weighted-least-connections', 'round-robin', 'power-of-two-choices',
  'least-outstanding-tokens', 'expected-first-token'];
