/**
 * Several sessions of one device whose epochs run side by side; knows nothing of what they compute.
 */
package io.gravmf.cuda.batch;
