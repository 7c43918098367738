/** Where Mockito looks for its configuration. */
@NullMarked
package org.mockito.configuration;

import org.jspecify.annotations.NullMarked;
