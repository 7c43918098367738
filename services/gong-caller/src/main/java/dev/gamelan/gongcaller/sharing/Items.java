package dev.gamelan.gongcaller.sharing;

import java.util.List;

/**
 * Where the items stand in an answer with a list, and whose each is.
 *
 * @param name the answer's field with the list
 * @param idAt where in an item its id stands; what stands beside that is what a question for the id
 *     alone gets
 * @param paged its answers say how many records there are, and come in pages of a hundred
 * @param once no id has two items
 */
record Items(String name, List<String> idAt, boolean paged, boolean once) {
  static Items of(String name, String idAt, boolean paged, boolean once) {
    return new Items(name, List.of(idAt.split("\\.")), paged, once);
  }
}
