/** From so many values on the reference packs a field; fewer are written with a tag each. */
export const PACKED_FROM = 3;
