import {
  ces,
  choice,
  choices,
  consent,
  contact,
  csat,
  date,
  defineSurvey,
  dropdown,
  file,
  imageChoice,
  matrix,
  maxDiff,
  nps,
  number,
  openText,
  panel,
  ranking,
  rating,
  slider,
  text,
  time,
} from "@escucha/core/survey"

/** What is asked when something was settled. */
const recommend = defineSurvey("recommend", (survey) =>
  survey
    .ask("score", nps({ es: "¿Nos recomendarías a un amigo?", en: "Would you recommend us to a friend?" }))
    .ask("why", openText({ es: "¿Qué podríamos hacer mejor?", en: "What could we do better?" }), {
      when: ({ score }) => score.lessThan(9),
      required: false,
    })
    .thank({ es: "Gracias. Lo leemos todo.", en: "Thank you. We read every word." }),
)

/** What is asked when an order has arrived. Who is not content is asked more, and thanked in other words. */
const delivery = defineSurvey(
  "delivery",
  (survey) =>
    survey
      .ask(
        "content",
        csat({ es: "¿Cómo estás de satisfecho con tu pedido?", en: "How satisfied are you with your order?" }),
      )
      .ask(
        "wrong",
        choices({ es: "¿Qué falló?", en: "What went wrong?" }, [
          { value: "late", label: { es: "Llegó tarde", en: "It came late" } },
          { value: "broken", label: { es: "Llegó roto", en: "It was broken" } },
          { value: "other", label: { es: "No era lo que pedí", en: "It was not what I ordered" } },
          { value: "none", label: { es: "Nada de esto", en: "None of these" }, alone: true },
        ]),
        { when: ({ content }) => content.atMost(3) },
      )
      .ask("easy", ces({ es: "Fue fácil recibir el pedido.", en: "It was easy to receive the order." }))
      .ask(
        "parts",
        matrix(
          { es: "¿Cómo fue cada parte?", en: "How was each part?" },
          [
            { value: "shop", label: { es: "La tienda", en: "The shop" } },
            { value: "box", label: { es: "El embalaje", en: "The packaging" } },
            { value: "van", label: { es: "La entrega", en: "The delivery" } },
          ],
          [
            { value: "bad", label: { es: "Mal", en: "Bad" } },
            { value: "fair", label: { es: "Regular", en: "Fair" } },
            { value: "good", label: { es: "Bien", en: "Good" } },
          ],
        ),
        { required: false },
      )
      .ask("words", openText({ es: "¿Algo más que debamos saber?", en: "Anything else that we should know?" }), {
        required: false,
      })
      .end(
        "sorry",
        {
          es: "Gracias por decírnoslo. Una persona lo lee hoy.",
          en: "Thank you for telling us. A person reads it today.",
        },
        { when: ({ content }) => content.atMost(3) },
      )
      .thank({ es: "Gracias. Nos ayuda mucho.", en: "Thank you. It helps us a lot." }),
  { within: "14 days" },
)

const light = imageChoice({ es: "¿Qué luz prefieres?", en: "Which light do you prefer?" }, [
  {
    value: "warm",
    label: { es: "Cálida", en: "Warm" },
    image: "/lamps/warm.svg",
    alt: { es: "Una lámpara con luz amarilla", en: "A lamp with yellow light" },
  },
  {
    value: "neutral",
    label: { es: "Neutra", en: "Neutral" },
    image: "/lamps/neutral.svg",
    alt: { es: "Una lámpara con luz blanca", en: "A lamp with white light" },
  },
  {
    value: "daylight",
    label: { es: "De día", en: "Daylight" },
    image: "/lamps/daylight.svg",
    alt: { es: "Una lámpara con luz azulada", en: "A lamp with bluish light" },
  },
])

const matters = maxDiff(
  { es: "¿Qué te importa al comprar una lámpara?", en: "What matters when you buy a lamp?" },
  [
    { value: "price", label: { es: "El precio", en: "The price" } },
    { value: "looks", label: { es: "El aspecto", en: "The looks" } },
    { value: "repair", label: { es: "Que se repare", en: "That it can be repaired" } },
    { value: "energy", label: { es: "Lo que gasta", en: "The energy it takes" } },
    { value: "origin", label: { es: "Dónde se hace", en: "Where it is made" } },
  ],
  { size: 3, times: 2 },
)

const rooms = ranking(
  { es: "Ordena dónde la pondrías.", en: "Order where you would put it." },
  [
    { value: "desk", label: { es: "Escritorio", en: "Desk" } },
    { value: "bed", label: { es: "Mesilla", en: "Bedside" } },
    { value: "sofa", label: { es: "Junto al sofá", en: "Beside the sofa" } },
    { value: "hall", label: { es: "Entrada", en: "Hall" } },
  ],
  { top: 2, order: "mixed" },
)

/** What people want of a lamp. It goes into reports and nowhere else. */
const lamps = defineSurvey(
  "lamps",
  (survey) =>
    survey
      .say("begin", {
        es: "Diseñamos la lámpara del año que viene. Tus respuestas van sin nombre a un informe.",
        en: "We are designing next year's lamp. Your answers go into a report, without your name.",
      })
      .ask("light", light)
      .ask("matters", matters)
      .ask("rooms", rooms)
      .ask(
        "dim",
        slider(
          { es: "¿Qué parte del día la tienes encendida?", en: "How much of the day is it on?" },
          {
            step: 10,
            ends: { low: { es: "nunca", en: "never" }, high: { es: "todo el día", en: "all day" } },
          },
        ),
        { required: false },
      )
      .ask(
        "pay",
        number(
          { es: "¿Cuánto pagarías como mucho?", en: "How much would you pay at most?" },
          { low: 0, high: 2000, unit: "€" },
        ),
        { required: false },
      )
      .ask(
        "old",
        rating({ es: "¿Cómo puntúas la lámpara que tienes?", en: "How do you rate the lamp that you have?" }),
        {
          required: false,
        },
      )
      .thank({ es: "Gracias. Te enseñaremos lo que salga.", en: "Thank you. We will show you what comes of it." }),
  { confidentiality: "confidential" },
)

/** What a repair needs. What we know already is not asked. */
const repair = defineSurvey("repair", (survey) =>
  survey
    .ask(
      "what",
      dropdown({ es: "¿Qué hay que reparar?", en: "What has to be repaired?" }, [
        { value: "lamp", label: { es: "Una lámpara", en: "A lamp" } },
        { value: "backpack", label: { es: "Una mochila", en: "A backpack" } },
        { value: "tent", label: { es: "Una tienda", en: "A tent" } },
        { value: "other", label: { es: "Otra cosa", en: "Something else" } },
      ]),
    )
    .ask("model", text({ es: "¿Qué modelo es?", en: "Which model is it?" }), {
      required: false,
      help: { es: "Está escrito debajo.", en: "It is written below." },
    })
    .ask("photo", file({ es: "¿Nos mandas una foto?", en: "Will you send us a picture?" }, { accept: ["image/*"] }), {
      required: false,
    })
    .ask("day", date({ es: "¿Qué día lo recogemos?", en: "On which day do we collect it?" }))
    .ask("hour", time({ es: "¿A partir de qué hora?", en: "From what time?" }))
    .ask("who", contact({ es: "¿Dónde lo recogemos?", en: "Where do we collect it?" }, ["name", "street", "postcode"]))
    .ask("town", text({ es: "¿En qué ciudad?", en: "In which town?" }), { trait: "city" })
    .ask(
      "parts",
      panel(
        { es: "¿Qué piezas faltan?", en: "Which parts are missing?" },
        (part) =>
          part
            .ask("name", text({ es: "Pieza", en: "Part" }))
            .ask("how", number({ es: "¿Cuántas?", en: "How many?" }, { low: 1, high: 99, whole: true })),
        { least: 0, most: 5, another: { es: "¿Falta alguna pieza?", en: "Is a part missing?" } },
      ),
      { required: false },
    )
    .ask(
      "news",
      consent(
        {
          es: "Quiero recibir el boletín con novedades y consejos, una vez al mes. Puedo dejarlo cuando quiera.",
          en: "I want the newsletter with news and advice, once a month. I can stop it whenever I want.",
        },
        { purpose: "newsletter" },
      ),
      { required: false },
    )
    .thank({ es: "Gracias. Te confirmamos la recogida hoy.", en: "Thank you. We confirm the collection today." }),
)

/** A question to everybody, with the result for everybody. Nobody knows who chose what. */
const colour = defineSurvey(
  "colour",
  (survey) =>
    survey
      .ask(
        "which",
        choice(
          { es: "¿De qué color hacemos la próxima taza?", en: "In which colour do we make the next cup?" },
          [
            { value: "green", label: { es: "Verde", en: "Green" } },
            { value: "blue", label: { es: "Azul", en: "Blue" } },
            { value: "ochre", label: { es: "Ocre", en: "Ochre" } },
          ],
          { order: "mixed" },
        ),
      )
      .thank({ es: "Gracias por votar.", en: "Thank you for voting." }),
  { confidentiality: "anonymous" },
)

/** Everything that this house asks. */
export const surveys = [recommend, delivery, lamps, repair, colour] as const
