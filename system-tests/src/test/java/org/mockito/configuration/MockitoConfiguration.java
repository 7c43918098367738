package org.mockito.configuration;

/**
 * Mockito's defaults. It looks for this class anew on each thread, and the simulation has many: to
 * find it is much faster than to look for it in vain.
 */
public final class MockitoConfiguration extends DefaultMockitoConfiguration {}
