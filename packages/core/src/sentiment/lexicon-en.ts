import type { Vocabulary } from "./vocabulary.ts"

/** How people say in English that they are content or not. */
export const english: Vocabulary = {
  feelings: [
    [
      3,
      `
      love* loving adore* amazing* awesome* excellent* outstanding* fantastic* wonderful* brilliant* perfect perfectly perfection superb*
      incredible incredibly exceptional* phenomenal* fabulous* spectacular* marvel* flawless* impeccable* stunning stellar best
      thank_you_so_much thanks_so_much many_thanks huge_thanks can't_wait cannot_wait blown_away made_my_day life_saver lifesaver
      top_notch top_class world_class second_to_none five_stars above_and_beyond you_rock you_guys_rock gorgeous thrilled delight*
      beautiful beautifully congrats congratulation* happiest greatest
    `,
    ],
    [
      2,
      `
      legend* talent* genius cheer* fav fave heaven* epic hug hugs yay tasty delicious comfy hype* stoked dope thank thanks thankful thx
      thnx ty thankyou grateful gratitude appreciat* good great happy happi* glad pleased pleasure pleasant enjoy* fun funny hilarious
      nice nicely nicest kind kindly kindness lovely sweet cool better improv* impress* satisf* recommend* helpful friendly polite courte*
      caring attentive efficien* effective* reliab* trust* honest* generous* professional* quick_response quick_reply fast_response
      prompt* seamless* smooth* effortless* well_done well_deserved good_job great_job nice_job nice_work good_work great_work
      great_service good_service works_great works_well works_perfectly on_time on_schedule ahead_of_schedule worth_it worth_every_penny
      no_problem no_problems no_issues no_complaints problem_solved sorted_it exciting excite* win wins winning winner won victory succe*
      triumph* proud* pride joy laugh* haha* hehe* smil* celebrat* fan_of favorite* favourite* beaut* cute* adorable hero hope hopeful*
      optimistic bless* lucky luckily fortunate* admir* respect* inspir* magic comfort* relax* refresh* amaz* terrific wow rescued
      saved_me saved_my resolved_quickly fixed_it came_through looking_forward look_forward so_excited love_it welcomed exceeded
      super_fast user_friendly xoxo
    `,
    ],
    [
      1,
      `
      dream* award* holiday* kiss* honor* honour* bright romantic rich ideal sunny calm help helped helps helping easy easily easier
      faster quick quickly bonus gift gifts discount upgrade upgraded available fine alright interest* useful support supportive supported
      solve solved fixed resolved works working_now safe safely secure secured clean agree* fresh liked likes enjoyable popular special
      superior support_team top valuable value warm welcome worth worthy yeah lol xd birthday friend friends prefer* accomplish* achiev*
      advantage benefit* confident creativ* deserve* gentle gratef* healthy luck passion* positive* progress promis* reward* smart solid
      sure surpris* happy_with must_see good_morning good_night good_luck finally_fixed finally_works hopefully
    `,
    ],
    [
      -1,
      `
      ban banned jail crime* victim* protest* illegal injur* suspend* lonely headache* overbook* oversold bumped forced forcing zero
      unreal fix_this fix_your fix_it_now could_be_better should_be_better need_to_improve needs_to_improve another_delay do_better
      cost_me missed_my miss_my won't_let can't_get can't_reach can't_access joke the_hell what_the not_cool unattended shortage runaround
      in_circles passed_around escalat* uncomfortable wait_time late later_than slow slowly wait waited waits waiting delay* queue on_hold
      missing missed misses expensive overpriced pricey costly problem problems issue issues error errors bug bugs bugg* glitch* fail_to
      difficult* hard unclear complicated hassle inconvenien* complain* refund* cancel* return_it reimburs* charged charge charging unable
      without_notice unexpected* lost lose loses losing loss broke broken breaks damage* defect* faulty crack* crash* stuck dirty noisy
      loud tired tiring exhaust* sick ill hurt pain* sorry sadly unfortunately unhappy lack lacks lacking poor poorly weak wrong wrongly
      worry worri* concern* doubt* nervous anxious anxiety stress* afraid scare* scary fear fears bored boring dull odd weird strange
      awkward ugh meh sigh smh still_waiting still_no still_not still_haven't still_hasn't been_waiting yet_again again_and_again blame
      guilty fault shame risk* danger* threat* warn* trouble* struggl* avoid* reject* refus* deny denied ignor* forgot forgotten
      unanswered disconnect* unavailable closed outage down_again downtime offline annoy_me misplac* leak* lag lagg* mess messed spam*
      attack* cry crying cried bill overdue debt hell damn damned screw bother* hate_to excuse excuses empty insufficient lame no_answer
      no_reply no_response no_idea no_way no_help no_longer not_sure
    `,
    ],
    [
      -0.5,
      `
      called calling call_back callback transferred minutes mins days weeks weeks_ago months_ago paid pay compensat* claim yet again
      reschedul* maintenance mechanical website system sitting standing lines voucher overnight forever hold phone money come_on kidding
      still why hours hrs told supposed_to should_have would_have seriously voicemail apparently how_long how_is_it how_can
      how_do_you_expect what_happened when_will where_is where's how_hard explain_why what_is_going_on what's_going_on anymore instead
      at_least once_again need_to_know need_help please_help nothing_but every_time
    `,
    ],
    [
      -2,
      `
      kill* murder* racis* rape* terror* evil bitch* loser* moron* corrupt* jealous* cruel* fool* are_you_kidding kidding_me you_kidding
      wth what_the_hell get_it_together missed_connection left_me left_us lost_our my_money_back our_money_back want_a_refund
      want_my_refund demand_a_refund no_communication no_explanation no_apology no_sense no_customer_support doesn't_care don't_care
      thanks_for_nothing thank_you_for_nothing bad badly sad saddest sadness angry anger mad annoy* irritat* frustrat* upset* disappoint*
      dissatisf* unsatisf* dissapoint* rude impolite unprofessional* incompeten* ineffective inefficient* useless* worthless pointless
      unhelpful unreliable unresponsive unacceptable unbelievable ridiculous* absurd* outrageous* appall* pathetic* lousy shoddy crap*
      suck* fail fails failed failing failure* fml wtf bs bullsh* damned_thing pissed pisses piss poor_service bad_service
      terrible_service poor_quality bad_experience poor_communication cheat* liar* lies lied lying false fake fraud* deceiv* decept*
      dishonest* mislead* misled hypocri* steal* stole stolen thief thieves robbed rob rip_off ripoff ripped_off overcharg* double_charged
      charged_twice hidden_fees wast* waste_of_time waste_of_money hung_up hang_up hangs_up left_stranded stranded let_down letdown
      let_me_down fed_up sick_of tired_of had_enough sick_and_tired not_happy not_impressed not_acceptable not_good_enough never_again
      no_excuse no_customer_service lost_my lost_luggage lost_bag lost_bags lost_baggage lost_customer losing_customers lost_a_customer
      last_time_i worse worsen* ugly nasty gross stupid* dumb* idiot* jerks bastard* ass_hole dead death die died dies dying tragic
      tragedy violen* abus* depress* miserable devastat* disaster* chaos chaotic nightmare* suffer* regret* embarrass* asham* insult*
      offend* offensive arrogan* selfish careless* clueless negligen* neglect* unfair* unjust* ruin* destroy* broke_down inexcusable
      irresponsib* insane_wait overrated trash garbage rubbish dishearten* unsafe discriminat* mistreat* ffs unfollow boycott*
      hours_on_hold on_hold_for hours_late what_a_joke is_a_joke such_a_joke cancelled_my cancel_my_account close_my_account
      switching_to_another file_a_complaint doesn't_work does_not_work not_working won't_work didn't_work isn't_working stopped_working
      never_arrived not_arrived hasn't_arrived haven't_received nothing_works
    `,
    ],
    [
      -3,
      `
      hate* hating awful* horribl* terribl* horrif* worst abysmal* disgust* despicable dreadful* deplorable disgrac* scam* con_artists
      pathetic_service shit shitty bullshit* fuck fucked fucking_joke asshole* detest* horrendous* worst_ever zero_stars one_star shambles
      fiasco catastroph* appalling* unforgivable infuriat* furious* livid enrag* outrage* sickening sickened go_to_hell screw_you
      piece_of_shit piece_of_crap
    `,
    ],
  ],
  needs: `
    acceptable possible get_through check_in get_in speak talk_to find use pay_with change_my see_my open start turn_on go_through give
    tell acknowledge apologi* work worked working respond* response* reply replie* answer* arriv* receiv* deliver* fix fixing resolve
    resolving access connect* load loads loading log_in login refund refunded pick_up listen* understand reach contact care cares honor
    notify notified ship shipped let luggage bags flight service customer_service signal internet wifi info information update updates
    allow* book booked rebook*
  `,
  negators: [
    [0, "without hardly barely nor neither don't ain't"],
    [-0.4, "no not doesn't didn't isn't aren't wasn't weren't shouldn't haven't hasn't hadn't none nowhere"],
    [-0.8, "never nobody no_one nothing can't cannot couldn't won't wouldn't"],
  ],
  degrees: [
    [
      1.35,
      `
      not_only no_doubt without_doubt very so really extremely super totally absolutely completely truly too such most highly utterly
      fucking freaking damn_well bloody insanely ridiculously massively more much even way huge mega pretty real
    `,
    ],
    [
      0.6,
      `
      slightly somewhat kinda kind_of sort_of a_bit bit little a_little almost less fairly relatively maybe perhaps mildly partly might
    `,
    ],
  ],
  contrasts: "but however except nevertheless although though",
}
