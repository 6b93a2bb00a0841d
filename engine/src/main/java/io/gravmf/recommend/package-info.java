/** What a trained model is asked, by the ids of its users and items. */
package io.gravmf.recommend;
