"""The facade that notebooks import: ``import nmanalys as nm``.

Each name is loaded from its module when it is first used, so that a command that draws no figure does not wait
for the libraries that draw figures. The same list tells which modules a notebook can reach.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_MODULES: dict[str, str] = {
    "pipeline.workspace": (
        "breaks counties generator industry_names is_invented joint_regions load publish region regions with_names"
    ),
    "io.geodata": "county_shapes municipality_points municipality_shapes",
    "io.persons": "count_persons",
    "vocabulary.language": "date_text interval listing number percent signed signed_percent",
    "measures.academic": "activity_index evidence_score joint_score quadrant quadrant_probabilities",
    "measures.advantage": "specialisation_and_advantage",
    "measures.anonymity": "merge_small_cells rare_combinations",
    "measures.area_evidence": "area_evidence join_evidence",
    "measures.areas": "area_scores link_perturbation link_sensitivity",
    "measures.breadth": "industry_breadth structure_profile",
    "measures.citation_sums": "citations_by_field",
    "measures.citations": "field_normalised_citations",
    "measures.class_sensitivity": "class_shares compared_class_shares held_class_share",
    "measures.cluster_industries": "industry_growth shared_industries",
    "measures.cluster_lists": "cluster_lists listed_clusters",
    "measures.cluster_mapping": "agreement_of_raters assess_clusters division_quotients horizontal_table",
    "measures.clusters": "cluster_phases criterion_scores phase_decline phase_probabilities",
    "measures.common_ground": "common_ground similar_priorities",
    "measures.competence": "competence_quotient education_intensity relative_intensity",
    "measures.complexity": "economic_complexity",
    "measures.composite": "aggregate combine composite_indicator goalposts normalise winsorise",
    "measures.concentration": "ellison_glaeser gini locational_gini",
    "measures.concordance": "translate_classes",
    "measures.confirmation": "agreement classify_test_areas missed_strengths permutation_test strengths_by_chance",
    "measures.diversification": "entries entry_rate_by_tercile exits option_space",
    "measures.division_strengths": "division_strengths strength_probability",
    "measures.entry_model": "EntryModel entry_model",
    "measures.evidence_map": "area_competence area_quotients evidence_map",
    "measures.finer_industries": "division_robustness finer_industries official_divisions",
    "measures.horizontal": "guttman_reproducibility horizontal_categories meets_horizontal_demand rater_agreement",
    "measures.indicator_trends": "indicator_trends",
    "measures.indicators": "known_values latest_values with_rate_limits",
    "measures.industry_paths": "entry_rates industry_network",
    "measures.industry_space": "neighbours region_options unit_specialisations",
    "measures.intervals": (
        "clopper_pearson_interval effective_sample_size goodman_interval poisson_interval wilson_interval"
    ),
    "measures.key_figures": "key_figures",
    "measures.largest_workplace": "holds_without_largest leave_largest_out",
    "measures.leading": "classify_competent classify_leading leading_by_threshold three_stars",
    "measures.long_panel": "complexity_from_long location_quotients_from_long wide_by_year",
    "measures.monitoring": "progress_status swot",
    "measures.multiplicity": "benjamini_hochberg holm",
    "measures.named_areas": "compare_test_areas covered_shares strength_outcomes strengths_outside table_hash",
    "measures.ordinal": "Brant brant_test proportional_odds",
    "measures.ordinal_mixed": "MixedOdds mixed_proportional_odds",
    "measures.overlap": "jaccard_index overlap_coefficient ruzicka_index tversky_index weighted_jaccard",
    "measures.paired_tests": "MarginalHomogeneity SignedRanks stuart_maxwell_test wilcoxon_signed_rank",
    "measures.panel": "complete_block division_matrix employment_matrix nation_row rank_regions refuse_breaks",
    "measures.polychoric": "OrdinalReliability ordinal_reliability polychoric_correlation polychoric_matrix",
    "measures.project": "activity_outturn milestone_status quarter_end stakeholder_cells",
    "measures.published_surveys": "earlier_surveys",
    "measures.quotient_interval": "dynamic_quotient_interval location_quotient_interval rest_of_nation_interval",
    "measures.rank_uncertainty": "mean_rank_shift rank_intervals",
    "measures.ranking": "Acceptability smaa2 weight_acceptability",
    "measures.rate_comparison": "rate_ratio",
    "measures.rater_reliability": "Reliability cohen_kappa fleiss_kappa krippendorff_alpha",
    "measures.rates": "Shrinkage empirical_bayes event_rate implied_exposure overdispersion pooled_rate widening",
    "measures.regional_series": (
        "innovation_indicators latest_year likely_ranks merge_regions ranked_rates share_of_nation values_of"
    ),
    "measures.relatedness": "co_occurrence diversity proximity relatedness relatedness_density ubiquity",
    "measures.reliability": "Alpha cronbach_alpha item_correlations",
    "measures.representativity": "late_answers r_indicator",
    "measures.research": "field_strengths research_spending",
    "measures.robustness": (
        "location_quotient_cutoff location_quotient_percentile rest_of_nation_ratio standardised_location_quotient"
    ),
    "measures.scenario_changes": "strength_survival verdict_changes",
    "measures.sensitivity": "composite_sensitivity sobol_indices",
    "measures.shift_share": "arcelus_shift_share dynamic_shift_share shift_share",
    "measures.specialisation": (
        "dynamic_location_quotient economy_shares economy_totals location_quotient specialisation_matrix "
        "symmetric_location_quotient"
    ),
    "measures.strength_tiers": "Side key_sensitivity strength_tiers",
    "measures.structure": (
        "gini_specialisation hachman_index herfindahl_index hoover_index krugman_index structural_distance "
        "theil_index"
    ),
    "measures.survey": "answer_shares largest_remainder response_rates top_two_share",
    "measures.survey_comparison": "item_odds wave_changes",
    "measures.survey_protection": "hidden_groups publishable_answers",
    "measures.survey_report": (
        "cluster_summary item_answers item_summary latest_wave nonresponse_shift response_summary"
    ),
    "measures.swot_evidence": "confirmed swot_limits swot_rows",
    "measures.trends": "log_trend poisson_trend segments theil_sen_trend",
    "measures.university_fields": "university_fields",
    "measures.waves": "newcombe_difference paired_difference refuse_changed_items stochastic_superiority",
    "measures.weighting": "clustered_share design_effect nonresponse_weights weighted_sample_size",
    "views.charts": "plot_quotients plot_ranks plot_shares_with_interval",
    "views.charts_assessment": "plot_funnel plot_heat plot_progress",
    "views.charts_change": "plot_change_bars plot_shift_share plot_slope",
    "views.charts_clusters": "plot_phases",
    "views.charts_lines": "plot_lines",
    "views.charts_plane": "plot_bubble plot_grid plot_scatter",
    "views.charts_process": "network_layout plot_network plot_timeline",
    "views.charts_survey": "plot_likert plot_likert_diverging",
    "views.charts_thresholds": "plot_thresholds",
    "views.exhibit": "Chart Missing Sheet show",
    "views.findings_academic": (
        "describe_competence describe_fields describe_spending largest_fields newest_figures spending_rows"
    ),
    "views.findings_agglomeration": "describe_agglomeration",
    "views.findings_breadth": "breadth_rows describe_breadth",
    "views.findings_citations": "citation_rows describe_citations",
    "views.findings_clusters": "describe_phases",
    "views.findings_common": "common_rows describe_common pair_rows",
    "views.findings_diversification": "describe_options name_options option_map",
    "views.findings_earlier_surveys": "describe_earlier describe_report",
    "views.findings_evidence": (
        "competence_map describe_evidence describe_official evidence_columns evidence_rows evidence_sources "
        "judgement_rows"
    ),
    "views.findings_horizontal": "describe_horizontal",
    "views.findings_industry": "describe_change describe_quotients describe_shift describe_thresholds",
    "views.findings_joint_areas": "area_map area_points describe_areas",
    "views.findings_monitoring": "describe_innovation describe_research innovation_table",
    "views.findings_nonresponse": "describe_representativity describe_weights",
    "views.findings_official_areas": "describe_official_areas group_rows main_groups",
    "views.findings_organisations": "describe_organisations",
    "views.findings_overall_areas": (
        "describe_chance describe_funnel describe_outside funnel_rows outcome_rows outside_rows"
    ),
    "views.findings_paths": "describe_paths entry_rows named_network",
    "views.findings_profile": (
        "QUOTIENT_KEY QUOTIENT_LEVELS compare_counties describe_joint describe_similarity "
        "describe_together write_key_figures"
    ),
    "views.findings_project": (
        "actor_table describe_activities describe_actors describe_analyses describe_stakeholders plot_analyses "
        "plot_stakeholders"
    ),
    "views.findings_robustness": "describe_robustness robust_rows",
    "views.findings_summary": "describe_profile describe_summary",
    "views.findings_survey": "describe_cluster_answers describe_survey",
    "views.findings_survey_comparison": "describe_changes describe_odds wave_headers wave_rows",
    "views.findings_swot": "describe_swot ordered_bullets swot_bullets",
    "views.findings_targets": "describe_targets progress_rows target_table",
    "views.findings_test_areas": "class_rows class_tally describe_strengths describe_test_areas",
    "views.findings_tiers": "FIELD_LEVELS describe_key describe_tiers field_rows university_cells",
    "views.maps": "class_bounds map_counties map_points",
    "views.milestones": "describe_milestones describe_outturns milestone_table outturn_rows plot_milestones",
    "views.rows_cluster_context": "criterion_rows describe_context describe_priorities priority_rows",
    "views.rows_clusters": "horizontal_rows organisation_rows phase_name phase_rows point_rows",
    "views.rows_indicators": "describe_trends record_rows",
    "views.rows_survey": (
        "answer_rows cluster_answer_rows earlier_rows item_headers item_rows marked_labels response_rows"
    ),
    "views.swot_edits": "describe_edits edit_bullets edit_sources",
    "views.tables": "table_matrix table_text table_values",
    "views.text": "tell",
}  # fmt: skip

_EXPORTS = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = ["__version__", "exports", *_EXPORTS]


def exports() -> dict[str, str]:
    """Map each public name to the module that holds it."""
    return dict(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name not in _EXPORTS:
        raise AttributeError(f"module 'nmanalys' has no attribute '{name}'")
    return getattr(import_module(f"nmanalys.{_EXPORTS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
