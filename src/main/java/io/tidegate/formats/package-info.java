/** The forms of one answer, plain and streamed, made of each other without losing a member. */
package io.tidegate.formats;
