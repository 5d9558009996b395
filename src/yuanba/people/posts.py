"""What each post allows. Appointments name a post and a place; code asks for permissions, never for posts.

Permissions are `<subject>.<verb>`. The three administrators are apart, as 等保 asks (C-011): one runs the system,
one decides who may, one reads the audit; no post holds two of their duties.
"""

POSTS: dict[str, frozenset[str]] = {
    "SYSTEM_ADMIN": frozenset({"places.edit", "system.run"}),
    "SECURITY_ADMIN": frozenset({"people.appoint", "people.recover"}),
    "AUDIT_ADMIN": frozenset({"audit.read"}),
    "STREET_ORGANISER": frozenset(
        {
            "cases.desk",
            "cases.handle",
            "cases.report_for",
            "cases.rounds",
            "cases.supervise",
            "cases.visit",
            "agreements.organise",
            "proposals.organise",
            "rubrics.manage",
            "publicity.draft",
            "publicity.open",
            "publicity.post",
            "publicity.receive",
            "funds.draft",
            "ballots.organise",
            "ballots.decide",
            "ballots.statutory",
            "ballots.review",
            "surveys.organise",
            "surveys.read_texts",
            "assemblies.guide",
            "oversight.select",
            "oversight.work",
            "people.assist",
            "people.found_bodies",
            "cases.give_tasks",
            "people.keep_roster",
            "people.supervise",
            "awards.organise",
            "awards.desk",
            "programmes.plan",
            "programmes.report",
            "programmes.accept",
        }
    ),
    "STREET_LEADER": frozenset(
        {
            "cases.approve_tasks",
            "cases.give_tasks",
            "cases.supervise",
            "publicity.decide",
            "proposals.appeal",
            "funds.approve",
            "ballots.review",
            "awards.approve",
        }
    ),
    "SCREENER": frozenset(
        {
            "oversight.check",
            "rubrics.key_paper",
            "publicity.receive",
            "ballots.review",
            "ballots.paper",
            "surveys.paper",
            "awards.screen",
        }
    ),
    "APPEAL_OFFICER": frozenset({"publicity.decide", "proposals.appeal", "awards.appeal"}),
    "COMMUNITY_WORKER": frozenset(
        {
            "cases.desk",
            "cases.give_tasks",
            "cases.handle",
            "cases.report_for",
            "cases.rounds",
            "cases.visit",
            "places.card",
            "people.verify",
            "people.assist",
            "people.see",
            "people.honours",
            "people.answer",
            "people.keep_roster",
            "people.supervise",
            "agreements.organise",
            "agreements.paper",
            "proposals.organise",
            "proposals.desk",
            "publicity.post",
            "publicity.receive",
            "rubrics.key_paper",
            "ballots.paper",
            "surveys.paper",
            "assemblies.desk",
            "awards.desk",
            "awards.recommend",
            "programmes.plan",
            "programmes.report",
            "programmes.accept",
        }
    ),
    "BUILDING_LEAD": frozenset({"awards.recommend", "cases.visit"}),
    "GRID_WORKER": frozenset({"cases.grid", "cases.handle", "cases.report_for", "cases.visit"}),
    "CLUSTER_LEAD": frozenset(),
    "JUROR": frozenset({"rubrics.judge"}),
    "JURY_CHAIR": frozenset({"rubrics.judge"}),
    "PROPERTY_MANAGER": frozenset(
        {"oversight.fee_status", "oversight.reply", "assemblies.company", "programmes.report"}
    ),
    "HOUSING_OFFICER": frozenset({"oversight.register", "oversight.check", "oversight.advise", "assemblies.file"}),
    "FINANCE_OFFICER": frozenset({"funds.check", "funds.pay", "funds.unmask", "people.paper_consent"}),
    "ROLL_KEEPER": frozenset({"people.import_roll", "people.letters_request"}),
    "LETTER_CLERK": frozenset({"people.letters_request", "people.letters_release"}),
    # Bodies of a compound: whoever speaks for one calls its votes; a member works and answers, an alternate waits.
    # A courtyard committee asks for opinions; what the law leaves to the owners it cannot put to a vote (ballots.decide).
    "PREPARATION_LEAD": frozenset({"assemblies.prepare", "agreements.organise", "ballots.organise", "ballots.decide"}),
    "PREPARATION_MEMBER": frozenset({"assemblies.prepare"}),
    "COMMITTEE_CHAIR": frozenset(
        {
            "assemblies.serve",
            "assemblies.chair",
            "agreements.organise",
            "proposals.organise",
            "ballots.organise",
            "ballots.decide",
            "oversight.select",
            "oversight.work",
            "publicity.draft",
            "publicity.open",
            "publicity.post",
            "programmes.plan",
            "programmes.report",
            "programmes.accept",
        }
    ),
    "COMMITTEE_MEMBER": frozenset({"assemblies.serve", "oversight.work", "programmes.report"}),
    "COMMITTEE_ALTERNATE": frozenset(),
    "COURTYARD_CHAIR": frozenset(
        {
            "assemblies.serve",
            "assemblies.chair",
            "agreements.organise",
            "proposals.organise",
            "ballots.organise",
            "programmes.plan",
            "programmes.report",
            "programmes.accept",
        }
    ),
    "COURTYARD_MEMBER": frozenset({"assemblies.serve"}),
    # Bodies that offices and communities found. The head of a special committee sends reports on in its compound, the
    # organs work on them, with a staff account: they see who reported.
    "SPECIAL_CHAIR": frozenset(
        {
            "cases.desk",
            "cases.handle",
            "cases.report_for",
            "cases.rounds",
            "cases.visit",
            "programmes.plan",
            "programmes.report",
            "programmes.accept",
        }
    ),
    "SPECIAL_MEMBER": frozenset(),
    "ORGAN_LEAD": frozenset({"cases.handle", "cases.report_for", "cases.visit"}),
    "ORGAN_MEMBER": frozenset({"cases.handle", "cases.report_for", "cases.visit"}),
    "AUTONOMY_LEAD": frozenset(),
    "AUTONOMY_MEMBER": frozenset(),
    "GROUP_LEAD": frozenset(),
    "GROUP_MEMBER": frozenset(),
    "FORCE_LIAISON": frozenset(),
}

# Posts that are filled without the security administrator: by whoever founds such bodies, or keeps the roster of a place.
APPOINTED_WITH: dict[str, str] = {
    "SPECIAL_CHAIR": "people.found_bodies",
    "SPECIAL_MEMBER": "people.found_bodies",
    "ORGAN_LEAD": "people.found_bodies",
    "ORGAN_MEMBER": "people.found_bodies",
    "FORCE_LIAISON": "people.found_bodies",
    "GRID_WORKER": "people.keep_roster",
    "BUILDING_LEAD": "people.keep_roster",
    "CLUSTER_LEAD": "people.keep_roster",
    "AUTONOMY_LEAD": "people.keep_roster",
    "AUTONOMY_MEMBER": "people.keep_roster",
    "GROUP_LEAD": "people.keep_roster",
    "GROUP_MEMBER": "people.keep_roster",
}

# Posts that residents hold with their own phone. Every other post works only with a staff account (password + TOTP).
RESIDENT_POSTS: frozenset[str] = frozenset(
    {
        "BUILDING_LEAD",
        "PREPARATION_LEAD",
        "PREPARATION_MEMBER",
        "COMMITTEE_CHAIR",
        "COMMITTEE_MEMBER",
        "COMMITTEE_ALTERNATE",
        "COURTYARD_CHAIR",
        "COURTYARD_MEMBER",
    }
)

# Source: GB/T 22239-2019 (等保 2.0), as summarised in C-011: system, security and audit administration are apart.
ADMINISTRATORS: frozenset[str] = frozenset({"SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"})
