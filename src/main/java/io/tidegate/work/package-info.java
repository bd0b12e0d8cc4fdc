/** Work done later, again, or on other threads: pools, duties, timers, the heartbeat. */
package io.tidegate.work;
