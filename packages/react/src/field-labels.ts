import { type Frame, useFrame } from "./field-frame.ts"
import { isSpanish, type StepLabels, type SurveyLabels } from "./survey-labels.ts"

type FieldLabels = Omit<SurveyLabels, keyof StepLabels>

const es: FieldLabels = {
  agree: ["totalmente en desacuerdo", "totalmente de acuerdo"],
  satisfaction: ["Nada satisfecho", "Poco satisfecho", "Ni satisfecho ni insatisfecho", "Satisfecho", "Muy satisfecho"],
  send: "Enviar",
  progress: "{percent} % hecho",
  problems: "Falta algo",
  choose: "Elige…",
  untouched: "sin elegir",
  number: "En número",
  order: "Elige {count} en orden, primero lo más importante.",
  placed: "{item}: {place} de {count}",
  up: "Subir",
  down: "Bajar",
  takeOut: "Quitar",
  most: "Lo que más",
  least: "Lo que menos",
  part: "{number} de {count}",
  addAnother: "Añadir otro",
  remove: "Quitar",
  files: "Elegir archivos",
  uploading: "Subiendo…",
  uploaded: "Añadido: {name}",
  yes: "Sí",
  no: "No",
  contact: {
    name: "Nombre",
    email: "Correo",
    phone: "Teléfono",
    company: "Empresa",
    street: "Calle y número",
    postcode: "Código postal",
    city: "Ciudad",
    country: "País",
  },
}

const en: FieldLabels = {
  agree: ["strongly disagree", "strongly agree"],
  satisfaction: [
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
  ],
  send: "Send",
  progress: "{percent} % done",
  problems: "Something is missing",
  choose: "Choose…",
  untouched: "not chosen yet",
  number: "As a number",
  order: "Choose {count} in order, the most important one first.",
  placed: "{item}: {place} of {count}",
  up: "Move up",
  down: "Move down",
  takeOut: "Take out",
  most: "Matters most",
  least: "Matters least",
  part: "{number} of {count}",
  addAnother: "Add another",
  remove: "Remove",
  files: "Choose files",
  uploading: "Uploading…",
  uploaded: "Added: {name}",
  yes: "Yes",
  no: "No",
  contact: {
    name: "Name",
    email: "E-mail",
    phone: "Phone",
    company: "Company",
    street: "Street and number",
    postcode: "Postcode",
    city: "City",
    country: "Country",
  },
}

/** All labels of a form. */
export const labelsOf = ({ language, labels, given }: Frame): SurveyLabels => ({
  ...(isSpanish(language) ? es : en),
  ...labels,
  ...given,
})

/** All labels of the form around. */
export const useLabels = (): SurveyLabels => labelsOf(useFrame())

/** A label with its places filled in. */
export const filled = (label: string, words: { readonly [place: string]: string | number }): string =>
  label.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(words[name] ?? place))
