-- an unused slip of the open session: ZY0VBKXBHKP3GAHY
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'voting','0001_year_and_reviews','2026-11-25 18:15:08.071145+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'voting','0002_ballots','2026-11-25 18:15:08.071518+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'voting','0003_assessment_and_staff','2026-11-25 18:15:08.071843+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'voting','0004_room_and_rehearsal','2026-11-25 18:15:08.072204+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'voting','0005_targets_and_inspections','2026-11-25 18:15:08.073229+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'voting','0006_claims_and_disqualification','2026-11-25 18:15:08.073595+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'voting','0007_decision','2026-11-25 18:15:08.078906+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'voting','0008_sign_ins','2026-11-25 18:15:08.079428+00:00');
CREATE TABLE allegation (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        person TEXT NOT NULL,
        cause TEXT NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('complaint', 'higher', 'own')),
        found_on TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('alleged', 'waiting', 'verified', 'dismissed')),
        recorded_by TEXT NOT NULL,
        at TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('', 'verified', 'dismissed')),
        note TEXT NOT NULL,
        decided_by TEXT,
        confirmed_by TEXT
    ) STRICT, WITHOUT ROWID;
CREATE TABLE calendar_day (
        year INTEGER NOT NULL REFERENCES year (year),
        day TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('off', 'work')),
        PRIMARY KEY (year, day)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE claim (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        standard TEXT NOT NULL,
        title TEXT NOT NULL,
        held_on TEXT NOT NULL,
        text TEXT NOT NULL,
        achievement TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('submitted', 'waiting', 'verified', 'rejected', 'withdrawn')),
        submitted_by TEXT NOT NULL,
        at TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('', 'verified', 'rejected')),
        points TEXT NOT NULL,
        note TEXT NOT NULL,
        decided_by TEXT,
        confirmed_by TEXT
    ) STRICT, WITHOUT ROWID;
CREATE TABLE counter (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        department TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('shown', 'held', 'filling')),
        mark TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, department, level, mark)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','55',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','60',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','61',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','62',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','63',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','64',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','65',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','66',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','90',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','60',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','80',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','83',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','85',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','87',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','89',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','91',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','93',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','abstain',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','gamma','shown','70',8);
INSERT INTO "counter" VALUES('2026/half-year','cadres','gamma','shown','abstain',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','60',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','61',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','62',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','63',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','64',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','65',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','66',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','83',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','85',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','87',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','89',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','91',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','93',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','abstain',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','gamma','shown','70',7);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','E',2);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','F',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','G',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','P',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','beta','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','beta','held','G',4);
INSERT INTO "counter" VALUES('2026/year-end','cadres','beta','held','abstain',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','E',2);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','F',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','G',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','P',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','beta','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','beta','held','G',4);
INSERT INTO "counter" VALUES('2026/year-end','leadership','beta','held','abstain',1);
CREATE TABLE disqualification (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        cause TEXT NOT NULL,
        PRIMARY KEY (year, department)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "disqualification" VALUES(2026,'gamma','安全生产事故');
CREATE TABLE evidence (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        about TEXT NOT NULL CHECK (about IN ('claim', 'inspection', 'target')),
        subject TEXT NOT NULL,
        department TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
        size INTEGER NOT NULL CHECK (size > 0),
        hash TEXT NOT NULL,
        added_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE inspection (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        number INTEGER NOT NULL CHECK (number > 0),
        target TEXT NOT NULL REFERENCES target (id),
        kind TEXT NOT NULL CHECK (kind IN ('periodic', 'spot')),
        held_on TEXT NOT NULL,
        points TEXT NOT NULL,
        reason TEXT NOT NULL,
        recorded_by TEXT NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'acting', 'refused')),
        verified_by TEXT,
        reverses TEXT REFERENCES inspection (id),
        UNIQUE (year, number)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
        position INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        detail TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "journal" VALUES(1,'2026-11-25T18:15:08+00:00','command line','load','{"dead_slips":0,"digest":"87212aa2c6706dc1e2ecbe7927806729ccc03944348f86e31b4c6a938de4ca01","plan":"62bd2484f3eaf6db3d9f60e6bd835f6a9fee7d00fa70b8565daa3f80da47158b","year":2026}','0000000000000000000000000000000000000000000000000000000000000000','7173f62cfe9c4f5692fe34b60317acf54454e5ac2e205f01bd55073fd6de800e');
INSERT INTO "journal" VALUES(2,'2026-11-25T18:15:11+00:00','command line','staff','{"department":null,"name":"organiser","role":"organiser"}','7173f62cfe9c4f5692fe34b60317acf54454e5ac2e205f01bd55073fd6de800e','1c287cb847f8a88eadf028796b10c191b01f21635906248283fd5d193d80ea89');
INSERT INTO "journal" VALUES(3,'2026-11-25T18:15:15+00:00','command line','staff','{"department":null,"name":"scrutineer","role":"scrutineer"}','1c287cb847f8a88eadf028796b10c191b01f21635906248283fd5d193d80ea89','8a5a34275ccc3a14c009f8957f604e955271edae81988e3adda9a361ffcc0194');
INSERT INTO "journal" VALUES(4,'2026-11-25T18:15:19+00:00','command line','issue_slips','{"after_opening":false,"review":"2026/half-year","scrutineer":null,"slips":{"cadres":8,"leadership":8}}','8a5a34275ccc3a14c009f8957f604e955271edae81988e3adda9a361ffcc0194','256f2c1b4651c6c5de1e22f047ea73779fe1e2c8cba1af89260c0562fafe14e6');
INSERT INTO "journal" VALUES(5,'2026-11-25T18:15:24+00:00','command line','issue_slips','{"after_opening":false,"review":"2026/year-end","scrutineer":null,"slips":{"cadres":8,"leadership":8}}','256f2c1b4651c6c5de1e22f047ea73779fe1e2c8cba1af89260c0562fafe14e6','a5ea9eb40c455497f0985cf29c4f6b2e66204d0f3890759fa212c3806e1f4e7d');
INSERT INTO "journal" VALUES(6,'2026-11-25T18:15:28+00:00','command line','open','{"departments":"all","review":"2026/half-year"}','a5ea9eb40c455497f0985cf29c4f6b2e66204d0f3890759fa212c3806e1f4e7d','6b90abf381cc34daf2b3a31fe5e5bb8b68a6a516a42062d90859672914d84f0a');
INSERT INTO "journal" VALUES(7,'2026-11-25T18:15:32+00:00','command line','open','{"departments":["alpha","beta"],"review":"2026/year-end"}','6b90abf381cc34daf2b3a31fe5e5bb8b68a6a516a42062d90859672914d84f0a','01670688f1c269245bae3d1223099c092caf9c26f8745ccb483715be53cdef04');
INSERT INTO "journal" VALUES(8,'2026-11-25T18:15:37+00:00','command line','pause','{"review":"2026/half-year"}','01670688f1c269245bae3d1223099c092caf9c26f8745ccb483715be53cdef04','e331802e2ccb79591f252ef56d829a900e93115be5a8546f24a1e4b33a1dee81');
INSERT INTO "journal" VALUES(9,'2026-11-25T18:15:40+00:00','command line','paper','{"group":"cadres","review":"2026/half-year","valid":2,"void":{}}','e331802e2ccb79591f252ef56d829a900e93115be5a8546f24a1e4b33a1dee81','cf012533c873c4c0f57462165abcb34fa33b328d098e8820e011e8e5ee74be0d');
INSERT INTO "journal" VALUES(10,'2026-11-25T18:15:44+00:00','command line','close','{"by":["command line","scrutineer"],"digest":"1bd999fdf9b3be4780f5ef7376350500968e8e957ef6e88c56f1817b0d65748a","review":"2026/half-year"}','cf012533c873c4c0f57462165abcb34fa33b328d098e8820e011e8e5ee74be0d','7d8168e4e39f3f7a73daa7c1b39a82b8e60d10f38e8b479d12c764e3025a86cc');
INSERT INTO "journal" VALUES(11,'2026-11-25T18:15:49+00:00','command line','close_departments','{"departments":["alpha"],"review":"2026/year-end"}','7d8168e4e39f3f7a73daa7c1b39a82b8e60d10f38e8b479d12c764e3025a86cc','a7e62ac43354f57615b1c53b1ac63b63d855d4bf169e3502198ebd1d6e664da2');
INSERT INTO "journal" VALUES(12,'2026-11-25T18:15:54+00:00','command line','assess','{"digest":"87ea1f1c8a5dcd0e1bfb5f3287c854fa5379e19a86661bdd6e4eeb8dfdab4726","disqualified":{"gamma":"verified outside the program: 安全生产事故"},"figures":6,"year":2026}','a7e62ac43354f57615b1c53b1ac63b63d855d4bf169e3502198ebd1d6e664da2','31fc4796129216ff60b30b42fe70e9b0e4b16fce225f0056e1fdb60cf8522b6e');
CREATE TABLE name_list (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        places INTEGER NOT NULL CHECK (places >= 0),
        state TEXT NOT NULL CHECK (state IN ('numbered', 'submitted', 'consented', 'examined', 'decided')),
        remark TEXT NOT NULL,
        PRIMARY KEY (year, department)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE nominee (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        struck TEXT NOT NULL,
        UNIQUE (year, department, name)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE notice (
        year INTEGER PRIMARY KEY REFERENCES year (year),
        start TEXT NOT NULL,
        content TEXT NOT NULL,
        actor TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE objection (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        day TEXT NOT NULL,
        about TEXT NOT NULL,
        answer TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE paper_counter (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        department TEXT NOT NULL,
        mark TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, department, mark)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE points (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        component TEXT NOT NULL CHECK (component IN ('daily', 'standardisation', 'district_result', 'honours')),
        points TEXT NOT NULL,
        note TEXT NOT NULL, entered_by TEXT, at TEXT,
        PRIMARY KEY (year, department, component)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "points" VALUES(2026,'alpha','daily','66.5','','command line','2026-11-25T18:15:54+00:00');
INSERT INTO "points" VALUES(2026,'alpha','standardisation','28','','command line','2026-11-25T18:15:54+00:00');
INSERT INTO "points" VALUES(2026,'beta','daily','60','','command line','2026-11-25T18:15:54+00:00');
INSERT INTO "points" VALUES(2026,'beta','standardisation','29.25','','command line','2026-11-25T18:15:54+00:00');
INSERT INTO "points" VALUES(2026,'gamma','daily','70','','command line','2026-11-25T18:15:54+00:00');
INSERT INTO "points" VALUES(2026,'gamma','standardisation','30','','command line','2026-11-25T18:15:54+00:00');
CREATE TABLE printout (
        of_year INTEGER NOT NULL REFERENCES year (year),
        kind TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        state TEXT NOT NULL,
        mark TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        PRIMARY KEY (of_year, kind, number)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE review (
        key TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        id TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'paused', 'closed', 'annulled')),
        opened INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1)),
        revision INTEGER NOT NULL DEFAULT 0,
        speaking TEXT,
        screen_key TEXT NOT NULL,
        closing_by TEXT,
        closed_by TEXT, rehearsal INTEGER NOT NULL DEFAULT 0,
        UNIQUE (year, id)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "review" VALUES('2026/half-year',2026,'half-year','half-year',0,'closed',1,19,NULL,'Dr8XimSf2wBIvR270JTyZg',NULL,'command line + scrutineer',0);
INSERT INTO "review" VALUES('2026/year-end',2026,'year-end','year-end',1,'open',1,15,NULL,'n2qnjW7gB7vkOMoUvfoDCQ',NULL,NULL,0);
CREATE TABLE review_department (
        review TEXT NOT NULL REFERENCES review (key),
        department TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'closed')),
        PRIMARY KEY (review, department)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "review_department" VALUES('2026/half-year','alpha',0,'closed');
INSERT INTO "review_department" VALUES('2026/half-year','beta',1,'closed');
INSERT INTO "review_department" VALUES('2026/half-year','gamma',2,'closed');
INSERT INTO "review_department" VALUES('2026/year-end','alpha',0,'closed');
INSERT INTO "review_department" VALUES('2026/year-end','beta',1,'open');
INSERT INTO "review_department" VALUES('2026/year-end','gamma',2,'waiting');
CREATE TABLE review_group (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        slips INTEGER NOT NULL DEFAULT 0 CHECK (slips >= 0),
        late_slips INTEGER NOT NULL DEFAULT 0 CHECK (late_slips >= 0),
        returned INTEGER NOT NULL DEFAULT 0 CHECK (returned >= 0),
        paper INTEGER NOT NULL DEFAULT 0 CHECK (paper >= 0),
        PRIMARY KEY (review, grp)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "review_group" VALUES('2026/half-year','cadres',8,0,7,2);
INSERT INTO "review_group" VALUES('2026/half-year','leadership',8,0,7,0);
INSERT INTO "review_group" VALUES('2026/year-end','cadres',8,0,6,0);
INSERT INTO "review_group" VALUES('2026/year-end','leadership',8,0,6,0);
CREATE TABLE screen (
        review TEXT PRIMARY KEY REFERENCES review (key),
        mode TEXT NOT NULL CHECK (mode IN ('turnout', 'tally', 'reveal')),
        arrangement TEXT NOT NULL CHECK (arrangement IN ('plan', 'score')),
        revealed INTEGER NOT NULL CHECK (revealed >= 0),
        countdown_until TEXT,
        how_to_vote INTEGER NOT NULL CHECK (how_to_vote IN (0, 1)),
        wifi TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE seal (
        year INTEGER PRIMARY KEY REFERENCES year (year),
        actor TEXT NOT NULL,
        scrutineer TEXT NOT NULL,
        day TEXT NOT NULL,
        digest TEXT NOT NULL,
        entry INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE selection (
        year INTEGER NOT NULL REFERENCES year (year),
        kind TEXT NOT NULL CHECK (kind IN ('proposal', 'decision')),
        departments TEXT NOT NULL,
        reason TEXT NOT NULL,
        basis TEXT NOT NULL,
        actor TEXT NOT NULL,
        day TEXT NOT NULL,
        PRIMARY KEY (year, kind)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE slip (
        code TEXT PRIMARY KEY,
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('issued', 'returned', 'cancelled'))
    ) STRICT, WITHOUT ROWID;
INSERT INTO "slip" VALUES('0189cc772f86dd77dbecd514b1f6226f58e46ad01262c0ecb253eef8a59c0a41','2026/half-year','cadres','issued');
INSERT INTO "slip" VALUES('0412e4fd0d3adf6076b8bf36f0ab830c894439c138b5fe097a7543caac6846c0','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('0654a1a4ee82cb54bfe51771d9f4c5dddb13462e2b244aac0397acb8fd8d2bde','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('12dd8b4f0ee8a6cb6354586ea4913900f927472f1768d8607e0f0013d0603493','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('14cf68eb5a644d55cab1f7dc759cf2735f2849deb199893fcd98c5f68b4e0fe9','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('17e68eb67485f8056a8cea2d8fb3a1c9eaa1c16e5b5568856ad045f68e6da29b','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('38de9f8b4b28efe7a0aec5e49aece4f73780404aed441c8b29ca52218ee414dc','2026/year-end','leadership','issued');
INSERT INTO "slip" VALUES('56759c6158d393db5f452c9aa61d7a18bc97ffd97f6f57786c749ef4fdd8f795','2026/year-end','cadres','issued');
INSERT INTO "slip" VALUES('575aa183bed956a8afc391b42321e919bcdf13790279aa24d0e256476cda4f6c','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('5c187e2f8724df07ab20c25ff1b0b29d62d15b9c9e26f4a6adcad5fb081e1224','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('5d00432366a9b86fb47fb6dda8b19bad1f5d25ca187d7a872842122526875f88','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('6b4ede617b75603c827033c1c9d919a1d3fdf2718ebe9b41219dea013bf8af29','2026/year-end','leadership','issued');
INSERT INTO "slip" VALUES('6ecac5f8dfed0cb070cb30d305b5c293f2376fee025ff9f3c385ebdd9836dac5','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('6fcb37ed384e60f51685ea98c9ffbc686196f5ca9f2bc97a966551ab1d585370','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('74f1d3844f49f979a971cbffd6c93dafca7a222208b8b114563be1034106044b','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('847358b525457727b6804df4d813dfc37accb358c11d3dbe847df896ae44b5fa','2026/half-year','leadership','issued');
INSERT INTO "slip" VALUES('897b8b9c26e9d041ce516c2e20384e53591be331133811caf84f0ed9be837e36','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('8ef3bab404cdbf719cb2704ef6004a7c8d21595f79d1c31e1bad60c79702358a','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('a7e5ca8459508da9a5a0f633b151819c89fbd79769ff54965462d4c84a1d32ec','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('b4ce794a7f8363a734f11d87d716710fa9710725f2e9a7c729f276feacec9b7e','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('c3073a9cd69c7bded210a70ba5fb340eb96b8c265079c1a5325a440ea0bca7bc','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('c394e1fff730c98bec3ad8a8922723013239326d23ca0b9208f9ad528cbee559','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('c87dddb1fd533dbf972f3705ed957f330b6d83dd4d9e9f83b4a056829751531a','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('c8818faccfcc58aba69c9972a8e119c486dd2a1348fc180f9fb2ab602cfd40ac','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('cd1b2ab556c0704719b4d5e5e2705c8edd5a44d32fb900dd1219ad223a06df99','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('d9ecba3dc4edac4b740d3b5ef8e7bcf49b192d276e93574699516cf901f97c0d','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('dbbf547806ee91d4f7ff57fecf1847924355442e10475061f32ad62148484572','2026/year-end','cadres','issued');
INSERT INTO "slip" VALUES('dde823f58ba76ffcfc98aad6fec7724a65a06f2ae2bf0d10b6809b07be2ee220','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('ebfef224adcbff3a7ed8fc3c9b4bfad94bc227abfbd48723ee5531d4e249a728','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('eefead68fe41a986a635c09b93eb0fe3f7afe81e724a3349742c3c453fa801ff','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('fdb61ab4feb15defa8eed9d240cf40f6114a5bf5ce756468bd49fe6420884b1c','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('ff061199916aea589699aba65dee74b0027bc79d502a32744c8038a6bbe35aaa','2026/half-year','leadership','returned');
CREATE TABLE spent (
        slip TEXT NOT NULL REFERENCES slip (code),
        department TEXT NOT NULL,
        grp TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (slip, department)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "spent" VALUES('0412e4fd0d3adf6076b8bf36f0ab830c894439c138b5fe097a7543caac6846c0','*','leadership','613b3893669b8baea0db0101db46e321eea06cdd32c46033ea8e3851b2750f76');
INSERT INTO "spent" VALUES('0654a1a4ee82cb54bfe51771d9f4c5dddb13462e2b244aac0397acb8fd8d2bde','alpha','leadership','556c3441734a0c9f5c168c431663e7db46fa793edb4771121c27edc009d8b84f');
INSERT INTO "spent" VALUES('0654a1a4ee82cb54bfe51771d9f4c5dddb13462e2b244aac0397acb8fd8d2bde','beta','leadership','556c3441734a0c9f5c168c431663e7db46fa793edb4771121c27edc009d8b84f');
INSERT INTO "spent" VALUES('12dd8b4f0ee8a6cb6354586ea4913900f927472f1768d8607e0f0013d0603493','alpha','leadership','f96b57da4a163054f89fd3e5c1b97dc496c6fa113747cd1848da70fbd379f982');
INSERT INTO "spent" VALUES('12dd8b4f0ee8a6cb6354586ea4913900f927472f1768d8607e0f0013d0603493','beta','leadership','f96b57da4a163054f89fd3e5c1b97dc496c6fa113747cd1848da70fbd379f982');
INSERT INTO "spent" VALUES('14cf68eb5a644d55cab1f7dc759cf2735f2849deb199893fcd98c5f68b4e0fe9','alpha','cadres','7f310f48fbc84c2cfdcb07cd00958e54efd4a0b7e25ce8aa2b1ba95a2cf13186');
INSERT INTO "spent" VALUES('14cf68eb5a644d55cab1f7dc759cf2735f2849deb199893fcd98c5f68b4e0fe9','beta','cadres','7f310f48fbc84c2cfdcb07cd00958e54efd4a0b7e25ce8aa2b1ba95a2cf13186');
INSERT INTO "spent" VALUES('17e68eb67485f8056a8cea2d8fb3a1c9eaa1c16e5b5568856ad045f68e6da29b','*','cadres','70c8107b315e2b24b416ca81baa180a3c6d48e85bf504e5504065a50e486fdf5');
INSERT INTO "spent" VALUES('575aa183bed956a8afc391b42321e919bcdf13790279aa24d0e256476cda4f6c','alpha','cadres','1ec90982bde52d7100ec160e4e1d228cb5a9e98d6917fa3fb795938dcd7b16e1');
INSERT INTO "spent" VALUES('575aa183bed956a8afc391b42321e919bcdf13790279aa24d0e256476cda4f6c','beta','cadres','1ec90982bde52d7100ec160e4e1d228cb5a9e98d6917fa3fb795938dcd7b16e1');
INSERT INTO "spent" VALUES('5c187e2f8724df07ab20c25ff1b0b29d62d15b9c9e26f4a6adcad5fb081e1224','*','leadership','8f1657aa0a3bc31da36674272923709b2143c669bbd168aba78f0d4bf27e8165');
INSERT INTO "spent" VALUES('5d00432366a9b86fb47fb6dda8b19bad1f5d25ca187d7a872842122526875f88','*','cadres','889f28a7b1a5a8448128791be9465fc3517b4699eb5de467cce5dca6c5214f5d');
INSERT INTO "spent" VALUES('6ecac5f8dfed0cb070cb30d305b5c293f2376fee025ff9f3c385ebdd9836dac5','alpha','leadership','9b6ed632b44b6d868cdaeebdc3273c9d3e4ce4197b9d427ce1a8f6abb26e03b9');
INSERT INTO "spent" VALUES('6ecac5f8dfed0cb070cb30d305b5c293f2376fee025ff9f3c385ebdd9836dac5','beta','leadership','9b6ed632b44b6d868cdaeebdc3273c9d3e4ce4197b9d427ce1a8f6abb26e03b9');
INSERT INTO "spent" VALUES('6fcb37ed384e60f51685ea98c9ffbc686196f5ca9f2bc97a966551ab1d585370','alpha','cadres','ecdea4d63cd812c1c307b27e1b69de982f4a0677a896872b4cbe79b3820c8811');
INSERT INTO "spent" VALUES('6fcb37ed384e60f51685ea98c9ffbc686196f5ca9f2bc97a966551ab1d585370','beta','cadres','ecdea4d63cd812c1c307b27e1b69de982f4a0677a896872b4cbe79b3820c8811');
INSERT INTO "spent" VALUES('74f1d3844f49f979a971cbffd6c93dafca7a222208b8b114563be1034106044b','*','leadership','ea1aa646636a7e37b6b1dfa7a0a03414557e1afde5c268204def344d4d7fbfcf');
INSERT INTO "spent" VALUES('897b8b9c26e9d041ce516c2e20384e53591be331133811caf84f0ed9be837e36','alpha','cadres','8b7242ec9c85c893c6164682b58e5ee2476096d955813c8542d546942637f973');
INSERT INTO "spent" VALUES('897b8b9c26e9d041ce516c2e20384e53591be331133811caf84f0ed9be837e36','beta','cadres','8b7242ec9c85c893c6164682b58e5ee2476096d955813c8542d546942637f973');
INSERT INTO "spent" VALUES('8ef3bab404cdbf719cb2704ef6004a7c8d21595f79d1c31e1bad60c79702358a','*','cadres','f8e171e34de3c1b0c6b390b991850c08b26b9e7d48d3747ecf5c14dba7b6a49e');
INSERT INTO "spent" VALUES('a7e5ca8459508da9a5a0f633b151819c89fbd79769ff54965462d4c84a1d32ec','*','cadres','629997f2b11750dc176c795da60454c5f5d7f3cb5ef0f839813689a1017901c3');
INSERT INTO "spent" VALUES('b4ce794a7f8363a734f11d87d716710fa9710725f2e9a7c729f276feacec9b7e','alpha','leadership','4c68281f014d4241803460bd08e9fd18f9c0dea8103a5b17fc2271ea7fb7798f');
INSERT INTO "spent" VALUES('b4ce794a7f8363a734f11d87d716710fa9710725f2e9a7c729f276feacec9b7e','beta','leadership','4c68281f014d4241803460bd08e9fd18f9c0dea8103a5b17fc2271ea7fb7798f');
INSERT INTO "spent" VALUES('c3073a9cd69c7bded210a70ba5fb340eb96b8c265079c1a5325a440ea0bca7bc','alpha','leadership','536ff1bf5b8d50235874892d67aee3824e5a0a2091a630a8ebc6de3d1c280fe6');
INSERT INTO "spent" VALUES('c3073a9cd69c7bded210a70ba5fb340eb96b8c265079c1a5325a440ea0bca7bc','beta','leadership','536ff1bf5b8d50235874892d67aee3824e5a0a2091a630a8ebc6de3d1c280fe6');
INSERT INTO "spent" VALUES('c394e1fff730c98bec3ad8a8922723013239326d23ca0b9208f9ad528cbee559','*','leadership','9f7110b28a9b90bae39db5f7cb82a9d52bf560ed4eb3f116bd090f48472ab17f');
INSERT INTO "spent" VALUES('c87dddb1fd533dbf972f3705ed957f330b6d83dd4d9e9f83b4a056829751531a','*','leadership','2875616161cc166ae76b9f00f800654d3f6903cc6dad5d8982911bedf6e625e2');
INSERT INTO "spent" VALUES('c8818faccfcc58aba69c9972a8e119c486dd2a1348fc180f9fb2ab602cfd40ac','alpha','cadres','486e603dcf5b0f9b87aad36420a17b86eb29413d8b26f24a19f43e31e8e93a73');
INSERT INTO "spent" VALUES('c8818faccfcc58aba69c9972a8e119c486dd2a1348fc180f9fb2ab602cfd40ac','beta','cadres','486e603dcf5b0f9b87aad36420a17b86eb29413d8b26f24a19f43e31e8e93a73');
INSERT INTO "spent" VALUES('cd1b2ab556c0704719b4d5e5e2705c8edd5a44d32fb900dd1219ad223a06df99','alpha','leadership','e9e04b5c6283d8f4bc42e5f64abdb2707e60986f91ef72fb5630e6d531a9932f');
INSERT INTO "spent" VALUES('cd1b2ab556c0704719b4d5e5e2705c8edd5a44d32fb900dd1219ad223a06df99','beta','leadership','e9e04b5c6283d8f4bc42e5f64abdb2707e60986f91ef72fb5630e6d531a9932f');
INSERT INTO "spent" VALUES('d9ecba3dc4edac4b740d3b5ef8e7bcf49b192d276e93574699516cf901f97c0d','*','cadres','909ad6e036511dc780e35510f4566ae739216496ce24f92fb5b1e5f85587e65c');
INSERT INTO "spent" VALUES('dde823f58ba76ffcfc98aad6fec7724a65a06f2ae2bf0d10b6809b07be2ee220','*','cadres','8ae2a196dbfa617444b75b2199a71e0832a0690311513c32360db2c91f907c14');
INSERT INTO "spent" VALUES('ebfef224adcbff3a7ed8fc3c9b4bfad94bc227abfbd48723ee5531d4e249a728','*','cadres','b0d7a37b27fc061886037f65c1607bd3ba19904b3edace5f29ed7410ffd452ce');
INSERT INTO "spent" VALUES('eefead68fe41a986a635c09b93eb0fe3f7afe81e724a3349742c3c453fa801ff','*','leadership','d06915bd7b902638c8535099d9c39629674dc6643dd5b4322de870a963d56f04');
INSERT INTO "spent" VALUES('fdb61ab4feb15defa8eed9d240cf40f6114a5bf5ce756468bd49fe6420884b1c','alpha','cadres','b57f01820dd2da9904f4e623e3db0f3796007292c796600cd8f996fe1e72573f');
INSERT INTO "spent" VALUES('fdb61ab4feb15defa8eed9d240cf40f6114a5bf5ce756468bd49fe6420884b1c','beta','cadres','b57f01820dd2da9904f4e623e3db0f3796007292c796600cd8f996fe1e72573f');
INSERT INTO "spent" VALUES('ff061199916aea589699aba65dee74b0027bc79d502a32744c8038a6bbe35aaa','*','leadership','d7fdc038ab35b395ae1dcd10ddcd1e84941011d2efb0bd7906a784bcae3c7fca');
CREATE TABLE staff (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        department TEXT,
        password TEXT
    , disabled INTEGER NOT NULL DEFAULT 0, word TEXT, word_until TEXT, sign_ins INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO "staff" VALUES('organiser','organiser',NULL,'$argon2id$v=19$m=65536,t=3,p=4$GawArcOk//KzxWCLhxjkSw$sSEGM4gBkI3n7ZBZwevvKM8jL98LSSN58IBv3LClxs4',0,NULL,NULL,0);
INSERT INTO "staff" VALUES('scrutineer','scrutineer',NULL,'$argon2id$v=19$m=65536,t=3,p=4$6+POZ3tYf7Uqk6nq6iSdxA$vmfbEvObHDLohAVI4CUCxGxH8Z+T/+QSUeRKeWVgHoc',0,NULL,NULL,0);
CREATE TABLE target (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL,
        department TEXT NOT NULL,
        component TEXT NOT NULL,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        cap TEXT NOT NULL,
        FOREIGN KEY (year, department, component) REFERENCES target_list (year, department, component)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE target_list (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        component TEXT NOT NULL CHECK (component IN ('daily', 'standardisation')),
        state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved')),
        reason TEXT NOT NULL,
        submitted_by TEXT,
        decided_by TEXT,
        finished_by TEXT,
        finished_note TEXT NOT NULL,
        PRIMARY KEY (year, department, component)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE target_note (
        id TEXT PRIMARY KEY,
        target TEXT NOT NULL REFERENCES target (id),
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        progress INTEGER NOT NULL CHECK (progress BETWEEN 0 AND 100),
        note TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE void_ballot (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        reason TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, reason)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE year (
        year INTEGER PRIMARY KEY CHECK (year BETWEEN 2000 AND 2100),
        office TEXT NOT NULL,
        plan TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "year" VALUES(2026,'小街道','[office]
name = "小街道"
year = 2026

[points]
daily = 70
standardisation = 30
review = 100

[scales.grades]
marks = [
    {id = "E", name = "优秀", points = 100},
    {id = "G", name = "良好", points = 80},
    {id = "F", name = "一般", points = 60},
    {id = "P", name = "较差", points = 40},
]

[scales.hundred]
minimum = 0
maximum = 100

[[groups]]
id = "leadership"
name = "领导成员"

[[groups]]
id = "cadres"
name = "机关干部"

[[departments]]
id = "alpha"
name = "甲办"
headcount = 12
directly_led = false

[[departments]]
id = "beta"
name = "乙办"
headcount = 9
directly_led = false

[[departments]]
id = "gamma"
name = "丙办"
headcount = 15
directly_led = false

[[reviews]]
id = "half-year"
name = "半年评议"
weight = "0.4"
pace = "together"
scale = "hundred"
live = "tally"
[reviews.groups]
leadership = {weight = 60, slips = 8}
cadres = {weight = 40, slips = 8}
[reviews.rules]
excellent_cap = "0.3"
all_same = true

[[reviews]]
id = "year-end"
name = "年终述职"
weight = "0.6"
pace = "one_by_one"
scale = "grades"
live = "tally"
[reviews.groups]
leadership = {weight = 60, slips = 8}
cadres = {weight = 40, slips = 8}
[reviews.rules]
excellent_cap = 0
all_same = false

[scoring]
aggregation = "weighted_groups"
trim = "none"

[shortlist]
ratio = "0.3"
base = "participating"
rounding = "half_up"
tie = "tiebreak"

[quota]
excellent = "0.3"
directly_led = "0.3"
other = "0.2"
disqualified = "0.2"
rounding = "half_up"

[privacy]
batch = 5
min_group = 5
unanimous = "hide"
');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
COMMIT;
