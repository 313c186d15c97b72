/**
 * Branded primitives: a `Brand<number, "Stack">` is a number at run time, but the compiler
 * rejects it where a function index is wanted. All table indices of the model are branded.
 */
declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
