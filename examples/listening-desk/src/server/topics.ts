import { defineTopic } from "@escucha/core"

/** What customers of this house speak of in their own words. */
export const topics = [
  defineTopic(
    "delivery",
    {
      es: ["entrega*", "repartidor*", "llegó", "llegar", "tarde", "antes de tiempo", "envío*"],
      en: ["deliver*", "courier*", "arriv*", "late", "days early", "shipping"],
    },
    { label: { es: "La entrega", en: "Delivery" } },
  ),
  defineTopic(
    "damage",
    { es: ["roto*", "rota*", "golpead*", "defectuos*"], en: ["broken", "broke", "damaged", "crack*", "faulty"] },
    { label: { es: "Daños", en: "Damage" } },
  ),
  defineTopic(
    "wrong-item",
    { es: ["equivocad*", "no era lo que", "otro modelo"], en: ["wrong", "not what i ordered", "mixed up"] },
    { label: { es: "Artículo equivocado", en: "Wrong item" } },
  ),
  defineTopic(
    "packaging",
    { es: ["caja*", "embalaje*", "paquete*"], en: ["box", "boxes", "packag*", "wrapp*"] },
    { label: { es: "El embalaje", en: "Packaging" } },
  ),
  defineTopic(
    "price",
    { es: ["precio*", "caro", "cara", "barat*"], en: ["price*", "expensive", "cheap"] },
    { label: { es: "El precio", en: "Price" } },
  ),
] as const
