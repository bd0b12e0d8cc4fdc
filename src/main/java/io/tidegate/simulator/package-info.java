/** A DeepSeek-like inference node over real HTTP, with faults on demand, to rehearse against. */
package io.tidegate.simulator;
