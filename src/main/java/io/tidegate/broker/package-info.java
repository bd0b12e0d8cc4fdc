/** The resource adapter that carries the embedded Artemis broker; packed into the RAR. */
package io.tidegate.broker;
