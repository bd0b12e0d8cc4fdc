/** Black-box tests of the very EAR that the build made, on a managed Open Liberty. */
package io.tidegate.it;
