import type { Vocabulary } from "./vocabulary.ts"

/** How people say in Spanish, on both sides of the Atlantic, that they are content or not. */
export const spanish: Vocabulary = {
  feelings: [
    [
      3,
      `
      amo amamos adoro encant* excelente* maravill* increíble increíbles fantástic* espectacular* impresionante magnífic*
      perfect* fabulos* estupend* extraordinari* excepcional* inmejorable* insuperable* impecable* sensacional* brillante*
      genial geniales genialmente fenomenal* felicidad* felicitaciones felicito enhorabuena enamorad* enamora mil_gracias
      muchas_gracias muchísimas_gracias el_mejor la_mejor los_mejores las_mejores lo_mejor de_lujo de_diez de_maravilla
      pura_vida una_maravilla recomendadísim* buenísim* hermos* precios* divin* belleza bellísim* me_alegra_mucho
      cinco_estrellas
    `,
    ],
    [
      2,
      `
      gracias agradezc* agradec* feliz felices felizmente content* alegr* bueno buena buen bien mejor mejores mejoría bonit*
      lindo linda lindos lindas bello bella bellos bellas guap* gusta gustan gustó gustaron gustado recomiend* recomend*
      satisfech* satisfactori* satisfacción eficien* efica* amabl* amabilidad atent* cordial* cariñ* simpátic* agradable*
      profesionalidad chévere bacán chido chida padrísim* guay mola molan molas molón chulo chula chulos chulas chulad* crack
      cracks rápid* puntual* resuelt* solucionad* éxito* victoria* ganar ganaron ganador* logr* orgull* ilusión ilusionad*
      disfrut* divertid* gracios* risa risas reír me_río jeje* amor querid* quiero_mucho te_quiero os_quiero los_quiero te_amo
      abrazo abrazos besos besitos beso celebr* afortunad* suerte esperanza* optimis* positiv* talento* admir* inspira*
      emocionad* emocionante* emoción entusias* fan_de favorit* vale_la_pena vale_mucho_la_pena merece_la_pena a_tiempo
      buen_trabajo buen_servicio gran_servicio gran_trabajo gran_equipo gran_día buen_día lo_más de_puta_madre puta_madre
      la_hostia genio rico rica ricos ricas delicios* sabros* cómod* transparen* honest* sincer* generos* leal lealtad fiable*
      confiable* confianza tranquil* paz sonr* acert* acierto sin_problema sin_problemas ningún_problema sin_complicaciones
      por_fin_funciona ya_funciona todo_perfecto todo_bien muy_bien qué_bien bien_hecho lujo
    `,
    ],
    [
      1,
      `
      jaja* buenas buenos gran grandes deseando corazón familia juntos ganas_de ayudó ayudaron ayudado ayudar ayudaste útil
      útiles facil* sencill* gratis gratuit* descuento* oferta* regalo regalos regalaron premio premios saludos saludo
      bienvenid* cumpleaños amig* interes* apoyo compartir mejora* mejoró correcto correcta correctamente adecuad* cumpli*
      cumplen consegu* por_fin al_fin ánimo limpio limpia limpios limpieza querer aplaus* aplaudo barato calidad valiente*
      valor buenas_noches buenos_días buenas_tardes wow lol xd xdd
    `,
    ],
    [
      -1,
      `
      exijo exig* mejorar deberían_mejorar tienen_que_mejorar podría_ser_mejor no_me_deja no_deja no_puedo no_me_permite
      no_carga dan_largas largas cero overbooking me_hicieron_perder cobrado_dos_veces incomunicad* sobreventa llega_tarde
      llegan_tarde llegó_tarde llegaron_tarde muy_tarde demasiado_tarde pobre pobres la_culpa falta faltó faltaba tarda* tardó
      demor* espera esperando esperamos lent* caro caros carísim* difícil* complicad* complica duda dudas raro rara raros
      raras extraña confus* pena cansancio perder pierd* perdi* perdí error errores fallo fallos falla fallan fallando fallas
      problema problemas problemátic* incidencia* quej* reclam* devolv* devoluc* devuelvan reembols* cancel* anulad* retras*
      atrasad* atraso atrasos averi* roto rota rotos rotas incomplet* vací* suci* ruido mojad* golpead* dañad* daños defect*
      deficien* insuficiente* escas* bajón deja_mucho ni_caso jamás_vuelvo todavía_no aún_no sigo_esperando siguen_sin
      sigo_sin sigue_sin seguimos_sin otra_vez llevo_días llevo_horas llevo_semanas hace_días hace_semanas culpable* obliga*
      fiebre dolor duele enferm* deuda crisis deja_de dejen_de basta ya_basta ojo_con cuidado amenaz* riesgo peligr* miedo
      sust* temor preocup* nervios* ansiedad aburr* echo_de_menos olvid* ignora ignoran ignorado ignorada caído caída cae_mal
      se_cae cuelga colgaron cuelgan bloque*
    `,
    ],
    [
      -0.5,
      `
      llamé llamando semanas meses pagué pagado compensa* factura cobro cobros cobra* sistema página_web transfieren pasan_de
      colas dinero todavía aún sigo siguen seguimos llevo llevamos dijeron prometieron dicen_que se_supone cuándo_piensan
      cuándo_van hasta_qué_hora dónde_está dónde_están cuánto_tiempo cuántas_veces cómo_es_posible por_qué_no qué_pasa
      qué_pasó qué_ocurre necesito_ayuda necesito_saber alguien_me una_y_otra_vez cada_vez_que explíquenme horas supuestamente
      deberían debería encima
    `,
    ],
    [
      -2,
      `
      devuélvanme mi_dinero_de_vuelta no_les_importa sin_explicaciones ni_una_disculpa sin_comunicación qué_mal_servicio
      me_dejaron_sin perdieron_mi se_están_burlando es_una_broma vaya_broma menuda_broma gracias_por_nada mal mala malas malo
      malos mal_hecho triste* llor* deprim* decepcion* desilusi* frustr* molest* enfad* enoj* indign* cabre* furios* rabia
      coraje ira hart* cansad* cansa agotad* desesper* agobi* estrés estresad* insoportable* inaceptable* intolerable* lástima
      lament* vergonzos* vergüenza* penos* deplorable* desagradabl* feo fea feos feas groser* maleducad* malcriad* irrespet*
      descort* antipátic* borde bordes prepotente* arrogant* incompeten* ineficien* ineficaz inútil* inept* inservible*
      desastr* caos caótic* engañ* mentir* miente* fals* abus* injust* culpa_vuestra robo robos roba* ladron* corrup* fraude*
      fraudulent* trampa* tramposo terror* amenazan muert* murió víctima* fracas* perdid* arruin* destroz* romper rompió
      rompieron abandon* desprotegid* desatendid* peor peores empeor* odiar tont* idiotez ridícul* absurd* patétic* mierdas
      joder jodid* jode joden fastidi* maldit* carajo coño cojones cagad* cagar cagó hostil* desgraci* miserable* humill*
      insult* ofend* ofensiv* burla* aburrid* pesadilla* sufr* dolor_de_cabeza arrepent* infeliz infelices pésimo_servicio
      mal_servicio mala_atención mala_experiencia mal_trato maltrat* mala_calidad mala_leche mala_gente mala_suerte mal_día
      mala_pinta sin_respuesta sin_solución sin_servicio sin_luz sin_internet sin_conexión sin_señal sin_avisar sin_aviso
      sin_explicación ni_respuesta ni_una_respuesta no_vuelvo no_volveré nunca_más nunca_mais jamás_volveré no_sirve no_vale
      no_recomiendo no_lo_recomiendo no_me_gusta no_funciona no_llega no_llegó no_contestan no_responden no_atienden no_cogen
      no_arreglan no_solucionan no_aguanto no_soporto no_puedo_más no_hay_derecho no_hay_quien tomadura_de_pelo
      tomando_el_pelo toman_el_pelo cara_dura caradura* sinvergüenza* hasta_cuándo perdido_el_tiempo pérdida_de_tiempo
      perder_el_tiempo me_cobraron_de_más cobran_de_más doble_cobro cobro_indebido cobraron_dos_veces me_baja
      me_dejaron_tirado dejaron_tirada dejan_tirado tirados apest* despid* denunci* demandar demanda_judicial
      hoja_de_reclamaciones darme_de_baja dar_de_baja me_doy_de_baja cambiarme_de_compañía
    `,
    ],
    [
      -3,
      `
      horrible* horror* pésim* terribl* fatal fatales nefast* asco asqueros* asquea odio odia* odios* odié mierda* basur*
      porquería* estafa* timo tima* puta putas puto putos hijo_de_puta hijos_de_puta gilipoll* imbécil* estúpid* idiota*
      pendej* cabrón cabrones detest* una_vergüenza qué_vergüenza una_mierda una_basura un_asco qué_asco un_desastre
      una_estafa una_porquería el_peor la_peor los_peores las_peores lo_peor malísim* hasta_las_narices hasta_los_huevos
      hasta_los_cojones hasta_el_coño hasta_la_madre hasta_la_coronilla a_la_mierda vete_a_la vayan_a_la me_cago_en
      cero_estrellas
    `,
    ],
  ],
  needs: `
    aceptable posible normal lógico funcion* sirve* llega* llegó contest* respond* respuesta* atiend* atención atendid*
    soluci* resolv* resuelv* arregl* entreg* recib* carga cargan cargar conecta* conexi* deja dejan permite* avis* explic*
    devuelv* devolvieron reembolsan cumple* aparece* entra entrar acced* escuch* import* llaman llamado llamaron envi*
    encuentr* encontr* pued* entiend* comunic* dan dieron señal internet servicio sabe saben hay
  `,
  negators: [
    [-0.3, "ni sin apenas"],
    [-0.3, "no"],
    [-0.5, "nada ningún ninguna ninguno tampoco"],
    [-0.7, "nunca jamás nadie ni_siquiera"],
  ],
  degrees: [
    [
      1.35,
      `
      no_solo sin_duda no_hay_duda sin_lugar_a_dudas no_dudo muy súper tan demasiado demasiada totalmente completamente
      absolutamente realmente verdaderamente extremadamente sumamente bastante mucho mucha muchos muchas muchísimo más re mega
      ultra increíblemente tremendo tremenda menudo menuda vaya puro pura
    `,
    ],
    [
      0.6,
      `
      poco algo un_poco un_poquito poquito casi medio ligeramente menos relativamente parece quizás quizá tal_vez
    `,
    ],
  ],
  contrasts: "pero sin_embargo no_obstante sino",
}
