/** What the gateway asks nodes beside calls: are they alive, how busy, who pays. */
package io.tidegate.routing.probes;
