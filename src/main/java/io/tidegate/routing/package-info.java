/** Which node serves a call: the pool, the balancer, ejection and re-admission, the attempts. */
package io.tidegate.routing;
