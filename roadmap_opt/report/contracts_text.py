"""Words of the section on contracts."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

SAY = Catalogue(
    {
        "title": ("Contracts", "Sözleşmeler"),
        "lead": (
            "Long-term contracts make sales certain for a bank, and may take at most the share of {basis} that the "
            "roadmap allows.",
            "Uzun vadeli sözleşmeler satışları banka gözünde kesinleştirir; {basis} içindeki payları yol haritasının "
            "izin verdiği sınırı aşamaz.",
        ),
        "basis_production": ("production", "üretim"),
        "basis_sales": ("sales", "satış"),
        # portfolio
        "portfolio": ("Portfolio", "Portföy"),
        "portfolio_said": (
            "{signed} of {offered} contracts on offer are signed; over the horizon they bring {revenue}, {share} of "
            "all revenue.",
            "Sunulan {offered} sözleşmeden {signed} tanesi imzalanır; dönem boyunca getirisi {revenue}, bütün gelirin "
            "{share} kadarı.",
        ),
        "portfolio_one": (
            "One of {offered} contracts on offer is signed; over the horizon it brings {revenue}, {share} of all "
            "revenue.",
            "Sunulan {offered} sözleşmeden biri imzalanır; dönem boyunca getirisi {revenue}, bütün gelirin {share} "
            "kadarı.",
        ),
        "portfolio_after": (
            "Still running after {last}: {names}.",
            "{last} sonrasında da süren: {names}.",
        ),
        "portfolio_none": (
            "No long-term contract is signed (on offer: {offered}).",
            "Uzun vadeli sözleşme imzalanmaz (sunulan: {offered}).",
        ),
        "chart": ("From first delivery to the end of the term", "İlk teslimden sürenin sonuna"),
        "kind_contract": ("contract in force", "yürürlükteki sözleşme"),
        "tip_volume": ("{volume} a year, at least {least} delivered", "yılda {volume}, en az {least} teslim"),
        "tip_term": ("{first} to {last}", "{first}–{last}"),
        "label": ("{volume} · {price}", "{volume} · {price}"),
        "price_fixed": ("fixed {price}", "sabit {price}"),
        "price_floor": ("market price, at least {price}", "piyasa fiyatı, en az {price}"),
        "price_discount": ("market price less {share}", "piyasa fiyatından {share} indirim"),
        "price_market": ("market price", "piyasa fiyatı"),
        "per_year": ("{volume}/yr", "{volume}/yıl"),
        "table": ("Contracts signed", "İmzalanan sözleşmeler"),
        "column_contract": ("Contract", "Sözleşme"),
        "column_market": ("Buyer's market", "Alıcının pazarı"),
        "column_term": ("Deliveries", "Teslimler"),
        "column_volume": ("Volume a year", "Yıllık miktar"),
        "column_price": ("Price", "Fiyat"),
        "column_delivered": ("Share delivered", "Teslim oranı"),
        "column_revenue": ("Revenue", "Gelir"),
        "unsigned_open": ("On offer but not signed ({count})", "Sunulan ama imzalanmayan ({count})"),
        "unsigned": ("Contracts on offer but not signed", "Sunulan ama imzalanmayan sözleşmeler"),
        "column_window": ("First delivery possible", "İlk teslim aralığı"),
        "window": ("{first}–{last}", "{first}–{last}"),
        "money_unit": ("MUSD, money of the years", "MUSD, cari"),
        # share against the cap
        "share": ("Contract share against the cap", "Sözleşme payı ve üst sınır"),
        "share_said": (
            "Contract share of {name} is highest in {year}: {share}, cap {cap}.",
            "{name} grubunda sözleşme payı en yüksek {year} yılında: {share}, üst sınır {cap}.",
        ),
        "share_none": ("Nothing of {names} is under contract.", "Sözleşmeye bağlanmayan gruplar: {names}."),
        "share_empty": ("{names}: nothing is made.", "{names}: üretim yok."),
        "share_series": ("Under contract", "Sözleşmeli"),
        "share_cap": ("Cap", "Üst sınır"),
        "share_table": ("Contract share by product group and year", "Ürün grubu ve yıla göre sözleşme payı"),
        "column_group": ("Product group", "Ürün grubu"),
        "row_basis": ("{name}: {basis}", "{name}: {basis}"),
        "row_contracted": ("{name}: under contract", "{name}: sözleşmeli"),
        "volumes": ("Volumes behind the shares", "Payların arkasındaki miktarlar"),
        "volumes_open": ("Volumes behind the shares", "Payların arkasındaki miktarlar"),
        # revenue
        "revenue": ("Contracted against spot revenue", "Sözleşmeli ve spot gelir"),
        "revenue_chart": ("Revenue by kind of sale", "Satış türüne göre gelir"),
        "contract": ("Contract sales", "Sözleşmeli satışlar"),
        "spot": ("Spot sales", "Spot satışlar"),
        "revenue_said": (
            "In {year}, {share} of the revenue of {revenue} is under contract.",
            "{year} yılında {revenue} gelirin {share} kadarı sözleşmelidir.",
        ),
        "revenue_said_none": (
            "In {year}, none of the revenue of {revenue} is under contract.",
            "{year} yılında {revenue} gelirin hiçbir bölümü sözleşmeli değildir.",
        ),
        "revenue_none": ("Nothing is sold in this plan.", "Bu planda satış yok."),
        "revenue_less": (
            "Against the spot price of their markets the contracts give up {amount} over the horizon.",
            "Sözleşmeler dönem boyunca pazarlarının spot fiyatına göre {amount} eksik getirir.",
        ),
        "revenue_more": (
            "Contract prices are above the spot price of their markets: over the horizon they bring {amount} more.",
            "Sözleşme fiyatları pazarlarının spot fiyatının üzerindedir: dönem boyunca {amount} fazla getirirler.",
        ),
        "revenue_table": ("Revenue by product group, MUSD, money of the year", "Ürün grubuna göre gelir, MUSD, cari"),
        "row_revenue": ("{name}: {kind}", "{name}: {kind}"),
        "no_group": ("Other products", "Diğer ürünler"),
        "row_share": ("Share under contract", "Sözleşmeli pay"),
        "all_revenue": ("All revenue", "Bütün gelir"),
        # bank case
        "bank": ("Bank case against base case", "Banka senaryosu ve baz senaryo"),
        "bank_lead": (
            "A bank counts contracts in full and spot sales at {counted}. Costs stay as they are, so that every spot "
            "dollar costs the bank case {haircut}.",
            "Banka sözleşmeleri tam, spot satışları {counted} sayar. Giderler aynı kaldığından her spot dolar banka "
            "senaryosunda {haircut} eksilir.",
        ),
        "bank_chart": (
            "Cash for debt service: base case and bank case",
            "Borç servisine uygun nakit: baz ve banka senaryosu",
        ),
        "bank_base": ("Base case: operating cash after tax", "Baz senaryo: vergi sonrası faaliyet nakdi"),
        "bank_cash": ("Bank case", "Banka senaryosu"),
        "bank_service": ("Debt service times covenant", "Borç servisi × asgari sınır"),
        "left_chart": ("What the bank leaves out", "Bankanın saymadığı"),
        "left_within": ("Contracts could still take it", "Sözleşme hâlâ alabilir"),
        "left_above": ("Above the ceiling", "Tavanın üzerinde"),
        "left_no_group": ("Products without a ceiling", "Tavanı olmayan ürünler"),
        "bank_said": (
            "In {year} the plan earns {operating} after tax, and the bank sees {cash}: {left} of spot revenue is not "
            "counted.",
            "{year} yılında plan vergi sonrası {operating} kazanır, banka {cash} görür: {left} spot gelir sayılmaz.",
        ),
        "bank_most": (
            "Counted in full, at a cover of {covenant}, this cash would serve {service} of debt a year, a loan of "
            "about {loan} on the terms of {name}: no contract at these prices makes it more.",
            "Tamamı sayılsa bu nakit {covenant} karşılama oranıyla yılda {service} borç servisini, yani {name} "
            "koşullarıyla yaklaşık {loan} krediyi taşırdı: bu fiyatlarla hiçbir sözleşme bunu artıramaz.",
        ),
        "bank_most_plain": (
            "Counted in full, at a cover of {covenant}, this cash would serve {service} of debt a year: no contract at "
            "these prices makes it more.",
            "Tamamı sayılsa bu nakit {covenant} karşılama oranıyla yılda {service} borç servisini taşırdı: bu "
            "fiyatlarla hiçbir sözleşme bunu artıramaz.",
        ),
        "bank_none": (
            "Even counted in full, operation leaves nothing to serve a debt with; at these prices contracts do not "
            "change that.",
            "Tamamı sayılsa bile işletmeden borç servisine para kalmaz; bu fiyatlarla sözleşmeler bunu değiştirmez.",
        ),
        "bank_ceiling": (
            "Of what is not counted, {above} is sold above the ceiling of {limit}, where no contract is allowed. With "
            "contracts for all of that the bank case would be {without}, enough for {service} more of debt service at "
            "a cover of {covenant}.",
            "Sayılmayanın {above} kadarı, sözleşmeye izin verilmeyen {limit} tavanın üzerinde satılır. Bu kısım "
            "sözleşmeye bağlansa banka senaryosu {without} olur, {covenant} karşılama oranıyla {service} daha borç "
            "servisi taşırdı.",
        ),
        "bank_ceiling_idle": (
            "Of what is not counted, {above} is sold above the ceiling of {limit}, where no contract is allowed. With "
            "contracts for all of that the bank case would be {without}: by itself, lifting the ceiling makes no loan "
            "possible.",
            "Sayılmayanın {above} kadarı, sözleşmeye izin verilmeyen {limit} tavanın üzerinde satılır. Bu kısım "
            "sözleşmeye bağlansa banka senaryosu {without} olurdu: yalnız tavanı kaldırmak hiçbir krediyi mümkün "
            "kılmaz.",
        ),
        "bank_within": (
            "Another {within} lies under the ceiling: more contracts, if buyers sign them, would bring it into the "
            "bank case without touching the ceiling.",
            "{within} daha tavanın altındadır: alıcılar imzalarsa yeni sözleşmeler bunu tavana dokunmadan banka "
            "senaryosuna taşır.",
        ),
        "bank_tension": (
            "The ceiling keeps the chain free to sell at better prices and to whom it wants; lenders want the "
            "opposite. Over the horizon {above} of revenue stays outside the bank case because of it, {within} "
            "although it allows more.",
            "Tavan, zincirin daha iyi fiyata ve istediğine satma serbestliğini korur; borç verenler tersini ister. "
            "Dönem boyunca {above} gelir tavan yüzünden, {within} ise tavan izin verdiği hâlde banka senaryosunun "
            "dışında kalır.",
        ),
        "bank_all_counted": (
            "Nothing is left out: the bank case is the base case.",
            "Dışarıda kalan yok: banka senaryosu baz senaryodur.",
        ),
        "bank_nothing": (
            "Nothing is sold and nothing is spent on operation: there is nothing for a bank to count.",
            "Satış ve işletme gideri yok: bankanın sayacağı bir şey yok.",
        ),
        "bank_table": (
            "From base case to bank case, MUSD, money of the year",
            "Baz senaryodan banka senaryosuna, MUSD, cari",
        ),
        "row_left": ("Left out: {what}", "Sayılmayan: {what}"),
        "what_within": ("within the ceiling", "tavanın altında"),
        "what_above": ("above the ceiling", "tavanın üzerinde"),
        "what_no_group": ("products without a ceiling", "tavanı olmayan ürünler"),
    }
)
"""Texts by key."""
