/** Something that the shop sells. Prices are in euros. */
export interface Good {
  readonly id: string
  readonly name: { readonly es: string; readonly en: string }
  readonly note: { readonly es: string; readonly en: string }
  readonly price: number
  /** The drawing: paths in a square of 96 units, from back to front. */
  readonly drawing: readonly { readonly path: string; readonly tone: "deep" | "mid" | "pale" }[]
}

/** The shelf. */
export const goods: readonly Good[] = [
  {
    id: "cup",
    name: { es: "Taza Celeste", en: "Celeste cup" },
    note: { es: "Gres, 30 cl", en: "Stoneware, 30 cl" },
    price: 17,
    drawing: [
      { path: "M62 42h8a10 10 0 0 1 0 24h-8v-6h7a5 5 0 0 0 0-12h-7z", tone: "deep" },
      { path: "M26 34h38v28a14 14 0 0 1-14 14H40a14 14 0 0 1-14-14z", tone: "mid" },
      { path: "M26 34h38v6H26z", tone: "pale" },
    ],
  },
  {
    id: "lamp",
    name: { es: "Lámpara Verde", en: "Green lamp" },
    note: { es: "Cuello móvil, luz cálida", en: "Moving neck, warm light" },
    price: 59,
    drawing: [
      { path: "M46 44h4v34h-4z", tone: "deep" },
      { path: "M32 76h32a4 4 0 0 1 4 4H28a4 4 0 0 1 4-4z", tone: "deep" },
      { path: "M38 18h20l12 28H26z", tone: "mid" },
      { path: "M26 46h44v4H26z", tone: "pale" },
    ],
  },
  {
    id: "backpack",
    name: { es: "Mochila Azul", en: "Blue backpack" },
    note: { es: "Lona encerada, 18 l", en: "Waxed canvas, 18 l" },
    price: 84,
    drawing: [
      { path: "M38 26a10 10 0 0 1 20 0v4h-5v-4a5 5 0 0 0-10 0v4h-5z", tone: "deep" },
      { path: "M28 40a12 12 0 0 1 12-12h16a12 12 0 0 1 12 12v36a4 4 0 0 1-4 4H32a4 4 0 0 1-4-4z", tone: "mid" },
      { path: "M34 54h28v16a4 4 0 0 1-4 4H38a4 4 0 0 1-4-4z", tone: "deep" },
      { path: "M34 54h28v5H34z", tone: "pale" },
    ],
  },
  {
    id: "tent",
    name: { es: "Tienda Cierzo", en: "Cierzo tent" },
    note: { es: "Dos personas, tres arcos", en: "Two people, three poles" },
    price: 289,
    drawing: [
      { path: "M48 22l34 54H14z", tone: "mid" },
      { path: "M48 22l14 54H34z", tone: "deep" },
      { path: "M48 22l34 54h-8z", tone: "pale" },
    ],
  },
]
