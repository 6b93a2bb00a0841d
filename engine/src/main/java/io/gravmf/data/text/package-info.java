/** Text files as they are found: packed or not, line by line, field by field. */
package io.gravmf.data.text;
