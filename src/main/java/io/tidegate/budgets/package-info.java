/** Who is told that half, most or all of a budget is spent, once in a day or month. */
package io.tidegate.budgets;
