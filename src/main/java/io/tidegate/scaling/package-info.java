/** How many gateways and how many nodes the load needs, for those who start and stop them. */
package io.tidegate.scaling;
