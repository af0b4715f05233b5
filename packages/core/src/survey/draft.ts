declare const answer: unique symbol

/** A question that has no place yet, and, for the compiler alone, the type of its answers. */
export type Draft<Value, Asked = { readonly kind: string }> = Asked & { readonly [answer]?: Value }
