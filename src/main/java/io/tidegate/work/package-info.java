/** The server's pools of threads, as the application uses them: each one limited and measured. */
package io.tidegate.work;
