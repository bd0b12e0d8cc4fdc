/** Fakes and fixtures shared by the tests. */
package io.tidegate.testing;
