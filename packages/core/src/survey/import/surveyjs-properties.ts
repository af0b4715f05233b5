import type { AnyRecord } from "../../kernel/record.ts"

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** How something looks, or how it is called: nothing of it is asked, said or refused. */
const looks =
  words(`type name title titleLocation description descriptionLocation errorLocation requiredErrorText isRequired required
    requiredIf visible visibleIf colCount startWithNewLine width minWidth maxWidth indent innerIndent rightIndent renderAs
    searchEnabled searchMode closeOnSelect placeholder otherPlaceholder cols autoGrow allowResize size state showNumber
    useDisplayValuesInDynamicTexts hideNumber itemComponent showOptionsCaption optionsCaption allowClear
    separateSpecialChoices showClearButton rateType rateColorMode scaleColorMode displayRateDescriptionsAsExtremeItems
    rateDescriptionLocation imageWidth imageHeight minImageWidth maxImageWidth minImageHeight maxImageHeight contentMode
    imageFit showLabel autocomplete dataList textUpdateMode updateMode questionTitleLocation questionTitleWidth
    clearIfInvisible showCharacterCount displayMode columnMinWidth horizontalScroll showHeader verticalAlign alternateRows
    hideTitle swapOrder labelTrue labelFalse showSelectAllItem selectAllText showHoverTitle readOnlyRenderAs showInTooltip
    useInlineEditing prefillPrefix valueLabelFormat showTooltip tooltipVisibility displayStyle`)

/** What is understood of each type beside that. */
const understood: { readonly [type: string]: readonly string[] } = {
  text: words("inputType min max step maxLength validators"),
  comment: words("maxLength rows validators"),
  radiogroup: words(
    `choices choicesMin choicesMax choicesStep choicesOrder choicesVisibleIf showNoneItem hasNone noneText showOtherItem
    hasOther otherText showRefuseItem refuseText showDontKnowItem dontKnowText validators`,
  ),
  rating: words(
    `rateMin rateMax rateStep rateCount rateValues autoGenerate minRateDescription maxRateDescription validators`,
  ),
  boolean: words("valueTrue valueFalse"),
  slider: words("min max step sliderType"),
  html: words("html"),
  file: words("acceptedTypes maxSize allowMultiple maxFiles storeDataAsText sourceType"),
  matrix: words("rows columns rowsVisibleIf rowOrder eachRowRequired isAllRowRequired"),
  multipletext: words("items"),
  paneldynamic: words(
    `templateElements elements panelCount minPanelCount maxPanelCount templateTitle templateTabTitle panelAddText
    addPanelText removePanelText panelRemoveText confirmDelete progressBarLocation newPanelPosition showProgressBar`,
  ),
  matrixdynamic: words(
    `columns rowCount minRowCount maxRowCount choices cellType columnColCount addRowText removeRowText confirmDelete
    addRowLocation`,
  ),
  expression: words("expression displayStyle maximumFractionDigits minimumFractionDigits"),
}

const sameAs: { readonly [type: string]: string } = {
  buttongroup: "radiogroup",
  dropdown: "radiogroup",
  checkbox: "radiogroup",
  tagbox: "radiogroup",
  imagepicker: "radiogroup",
  ranking: "radiogroup",
}
const ofLists = new Set(["checkbox", "tagbox", "ranking", "imagepicker"])
const listsOnly = words("minSelectedChoices maxSelectedChoices selectToRankEnabled multiSelect")

/** The properties of an element that nothing here is made of. */
export const strangeIn = (type: string, element: AnyRecord): readonly string[] => {
  const known = new Set([
    ...looks,
    ...(understood[sameAs[type] ?? type] ?? []),
    ...(ofLists.has(type) ? listsOnly : []),
  ])
  return Object.keys(element).filter((name) => !known.has(name))
}

const ofSurveys = new Set(
  words(`name title titleLocation description descriptionLocation logo logoPosition logoWidth logoHeight logoFit locale pages
    elements questions completedHtml completedHtmlOnCondition triggers calculatedValues showProgressBar progressBarLocation
    progressBarType progressBarShowPageTitles progressBarShowPageNumbers progressBarShowNavigationText
    progressBarInheritWidthFrom showQuestionNumbers showPageNumbers showPageTitles showTitle showCompletePage
    showCompletedPage showNavigationButtons navigationButtonsLocation showPrevButton showTOC tocLocation pageNextText
    pagePrevText nextText prevText completeText startSurveyText previewText editText requiredText requiredMark
    questionTitleLocation questionTitlePattern questionTitleTemplate questionDescriptionLocation questionErrorLocation
    questionStartIndex questionsOnPageMode isSinglePage focusFirstQuestionAutomatic autoFocusFirstQuestion
    autoFocusFirstError focusOnFirstError checkErrorsMode textUpdateMode width widthMode fitToContainer headerView
    backgroundImage backgroundOpacity clearInvisibleValues maxTextLength maxOthersLength autoGrowComment allowResizeComment
    goNextPageAutomatic autoAdvanceEnabled autoAdvanceAllowComplete previewMode showPreviewBeforeComplete
    sendResultOnPageNext storeOthersAsComment matrixDragHandleArea mode cookieName header themeName`),
)

/** The properties of a whole survey that nothing here is made of. */
export const strangeInSurvey = (survey: AnyRecord): readonly string[] =>
  Object.keys(survey).filter((name) => !ofSurveys.has(name))

const ofContainers = new Set([
  ...looks,
  ...words(
    `elements questions questionOrder questionsOrder navigationTitle navigationDescription isExpanded page
    allowAdaptiveActions`,
  ),
])

/** The properties of a page or a panel that nothing here is made of. */
export const strangeInContainer = (container: AnyRecord): readonly string[] =>
  Object.keys(container).filter((name) => !ofContainers.has(name))
