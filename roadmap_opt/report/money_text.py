"""Words of the section on money."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

SAY = Catalogue(
    {
        "title": ("Money", "Para"),
        "lead": (
            "Who pays for what, and what comes back. Amounts are million US dollars (MUSD) in money of the year, with "
            "{inflation} inflation, unless a heading says base-year money.",
            "Kim neyi ödüyor ve ne geri dönüyor. Başlıkta sabit fiyat yazmadıkça tutarlar milyon ABD doları (MUSD) ve "
            "o yılların parasıyladır (enflasyon {inflation}).",
        ),
        # tiles
        "tile_raised": ("Funds raised", "Sağlanan finansman"),
        "tile_raised_remark": (
            "{equity} equity, {grants} grants, {debt} debt",
            "{equity} özsermaye, {grants} hibe, {debt} borç",
        ),
        "tile_nothing_raised": (
            "nothing is raised",
            "finansman sağlanmıyor",
        ),
        "tile_spent": ("Plants and programmes", "Tesis ve programlar"),
        "tile_spent_remark": ("spent within the horizon", "planlama döneminde harcanan"),
        "tile_operating": ("Operating cash in {year}", "{year} faaliyet nakdi"),
        "tile_operating_remark": ("after tax, {total} over all years", "vergi sonrası; tüm yıllar {total}"),
        "tile_debt": ("Debt at its highest", "En yüksek borç"),
        "tile_debt_remark": ("at the end of {year}", "{year} sonunda"),
        "tile_no_debt_remark": ("no loan or bond is drawn", "kredi veya tahvil kullanılmıyor"),
        "tile_cover_remark": (
            "end of {year}; cover at least {cover} ({worst}), covenant {covenant}",
            "{year} sonu; karşılama en az {cover} ({worst}), sınır {covenant}",
        ),
        # sources and uses
        "sources_and_uses": ("Sources and uses", "Kaynaklar ve kullanımlar"),
        "sources_and_uses_lead": (
            "Every year the money that comes in is the money that goes out: {raised} in all.",
            "Her yıl giren para çıkan paraya eşittir: toplam {raised}.",
        ),
        "sources": ("Sources", "Kaynaklar"),
        "uses": ("Uses", "Kullanımlar"),
        "same_colours": (
            "The same colour is the same party on both sides: owners blue, the state green, lenders orange, operation "
            "light blue, cash held grey.",
            "Aynı renk iki tarafta aynı kesimdir: ortaklar mavi, devlet yeşil, borç verenler turuncu, işletme açık "
            "mavi, eldeki nakit gri.",
        ),
        "source_equity": ("Equity", "Özsermaye"),
        "source_grants": ("Grants", "Hibe"),
        "source_debt_drawn": ("Loans and bonds", "Kredi ve tahvil"),
        "operating_surplus": ("Operating surplus", "Faaliyet fazlası"),
        "working_capital_released": ("Working capital, VAT back", "Dönen işletme sermayesi, KDV"),
        "cash_used": ("Cash drawn down", "Kasadan kullanılan"),
        "operating_deficit": ("Operating deficit", "Faaliyet açığı"),
        "capex": ("Plants", "Tesisler"),
        "programme_cost": ("Programmes", "Programlar"),
        "working_capital": ("Working capital, VAT", "İşletme sermayesi, KDV"),
        "tax": ("Corporate tax", "Kurumlar vergisi"),
        "interest_and_fees": ("Interest and fees", "Faiz ve ücretler"),
        "repayment": ("Debt repaid", "Anapara geri ödemesi"),
        "dividends": ("Dividends", "Temettü"),
        "cash_added": ("Cash put aside", "Kasaya eklenen"),
        "table_balance": (
            "Sources and uses by year, MUSD, money of the year",
            "Yıllara göre kaynaklar ve kullanımlar, MUSD, cari",
        ),
        "all_sources": ("All sources", "Bütün kaynaklar"),
        "all_uses": ("All uses", "Bütün kullanımlar"),
        "difference": ("Sources less uses", "Kaynak eksi kullanım"),
        "nothing_moves": ("No money moves in this plan.", "Bu planda para hareketi yok."),
        # mix
        "mix": ("Funding mix against the caps", "Finansman bileşimi ve üst sınırlar"),
        "mix_lead": (
            "Shares are of the funds raised for plants, programmes and interest; money for operation and working "
            "capital does not count, so that it cannot dilute a share.",
            "Paylar tesis, program ve faiz için sağlanan finansman içindedir; işletme ve işletme sermayesi için "
            "kullanılan para payı seyreltmesin diye sayılmaz.",
        ),
        "mix_chart": ("Share of each source and its cap", "Her kaynağın payı ve üst sınırı"),
        "mix_share": ("Share that counts", "Sayılan pay"),
        "mix_cap": ("Cap", "Üst sınır"),
        "mix_tip": ("{share} of {cap} allowed", "izin verilen {cap}, kullanılan {share}"),
        "mix_at_cap": ("At its cap: {names}.", "Üst sınırında: {names}."),
        "mix_at_total": (
            "Drawn to the last dollar that is on offer: {names}.",
            "Sunulan tutarın tamamı kullanılan: {names}.",
        ),
        "mix_none_at_cap": (
            "No source is at its cap.",
            "Hiçbir kaynak üst sınırında değil.",
        ),
        "mix_table": ("Sources used, MUSD of the years", "Kullanılan kaynaklar, MUSD, cari"),
        "mix_unused": ("Offered but not drawn: {names}.", "Sunulan ama kullanılmayan: {names}."),
        "column_source": ("Source", "Kaynak"),
        "column_kind": ("Kind", "Tür"),
        "column_drawn": ("Drawn", "Kullanılan"),
        "column_most": ("Most on offer", "Sunulan en çok"),
        "no_limit": ("no limit", "sınırsız"),
        "alt_mix": ("Share of each source against its cap: {rows}.", "Her kaynağın payı ve üst sınırı: {rows}."),
        "alt_mix_row": ("{name} {share} of {cap}", "{name} {share}, sınır {cap}"),
        "nothing_raised": ("No outside funds are raised.", "Dışarıdan finansman sağlanmıyor."),
        # debt
        "debt": ("Debt and its cover", "Borç ve karşılama oranı"),
        "debt_lead": (
            "Lenders test the bank case: contracts in full, spot sales at {counted}, costs and tax in full. Its cash "
            "has to be at least {covenant} times the debt service.",
            "Borç verenler banka senaryosuna bakar: sözleşmeler tam, spot satışlar {counted}, gider ve vergi tam. Bu "
            "nakit borç servisinin en az {covenant} katı olmalıdır.",
        ),
        "debt_chart": ("Debt outstanding at the end of the year", "Yıl sonunda kalan borç"),
        "cover_chart": ("Debt service cover against the covenant", "Borç servisi karşılama oranı ve asgari sınır"),
        "cover": ("Cover", "Karşılama oranı"),
        "covenant": ("Covenant", "Asgari sınır"),
        "lowest": ("lowest {value}", "en düşük {value}"),
        "cover_said": (
            "The cover is lowest in {year}: {value} against {covenant}, which leaves {room} of bank-case cash above "
            "what the covenant asks for.",
            "Karşılama oranı en düşük {year} yılında: {value}, sınır {covenant}; banka senaryosu nakdi istenenin "
            "{room} üzerindedir.",
        ),
        "cover_said_at": (
            "The cover is lowest in {year}: {value}, just what the covenant asks for.",
            "Karşılama oranı en düşük {year} yılında: {value}, tam istenen sınırda.",
        ),
        "cover_with_cure": (
            "Fresh equity of {cure} counts as cure in that year.",
            "O yıl {cure} yeni özsermaye takviye olarak sayılır.",
        ),
        "debt_table": ("Debt by source, MUSD, money of the year", "Kaynağa göre borç, MUSD, cari"),
        "row_drawn": ("Drawn", "Kullanılan"),
        "row_repaid": ("Repaid", "Geri ödenen"),
        "row_interest": ("Interest and fees", "Faiz ve ücretler"),
        "row_balance": ("Balance at the end of the year", "Yıl sonu bakiyesi"),
        "row_service": ("Debt service, less interest paid from draws", "Borç servisi (kullanımla ödenen faiz hariç)"),
        "row_bank_cash": ("Bank-case cash", "Banka senaryosu nakdi"),
        "no_debt_title": (
            "No lender takes part: every dollar is equity or grant.",
            "Borç veren yok: her dolar özsermaye veya hibe.",
        ),
        "no_debt_and_no_funds_title": ("No lender takes part.", "Borç veren yok."),
        "no_debt": (
            "With contracts counted in full and spot sales at {counted}, this is what a loan would need:",
            "Sözleşmeler tam, spot satışlar {counted} sayıldığında bir kredi için gerekenler:",
        ),
        "no_debt_never": (
            "The bank case never turns positive: it is {cash} in {year}, against {operating} of operating cash after "
            "tax.",
            "Banka senaryosu hiçbir yıl artıya geçmez: {year} yılında {cash}; aynı yıl vergi sonrası faaliyet nakdi "
            "{operating}.",
        ),
        "no_debt_no_sales": (
            "Nothing is sold, so there is no cash that could serve a debt.",
            "Satış olmadığından borç ödeyecek nakit de yok.",
        ),
        "no_debt_best": (
            "The bank case is best in {year}: {cash}, which at a cover of {covenant} would bear {service} of debt "
            "service a year. A loan has to be serviced in every year of its term, so one good year is not enough.",
            "Banka senaryosunun en iyi yılı {year}: {cash}; {covenant} karşılama oranıyla yılda {service} borç "
            "servisi taşır. Kredi her yıl ödendiğinden tek bir iyi yıl yetmez.",
        ),
        "no_debt_need": (
            "Every 100 MUSD on the terms of the cheapest lender on offer ({name}: {rate}, repaid over {count} years "
            "after {grace} of grace) needs {need} of bank-case cash a year.",
            "Sunulan en ucuz kredinin koşullarıyla ({name}: {rate}, {grace} yıl ödemesiz, sonra {count} yılda) her "
            "100 MUSD için yılda {need} banka senaryosu nakdi gerekir.",
        ),
        "no_debt_even": (
            "For the bank case merely to break even in {year}, {volume} of the {spot} of spot sales would have to be "
            "under contract at the same price ({share}).",
            "Banka senaryosunun {year} yılında yalnız başa baş gelmesi için {spot} spot satışın {volume} kadarı "
            "({share}) aynı fiyatla sözleşmeye bağlanmalıdır.",
        ),
        "no_debt_hopeless": (
            "Contracts alone cannot help in {year}: even with every sale under contract, operating cash after tax is "
            "{operating}.",
            "{year} yılında sözleşme tek başına yetmez: bütün satışlar sözleşmeli olsa bile vergi sonrası faaliyet "
            "nakdi {operating}.",
        ),
        # cash flow
        "cash": ("Cash flow", "Nakit akışı"),
        "cash_lead": (
            "From the cash at the start to the cash at the end; the slider shows one year at a time.",
            "Başlangıçtaki nakitten dönem sonundaki nakde; sürgü yılları tek tek gösterir.",
        ),
        "cash_whole": ("Cash over the whole horizon, {first} to {last}", "Bütün dönemde nakit, {first}–{last}"),
        "cash_of_year": ("Cash of a year", "Bir yılın nakdi"),
        "cash_opening": ("Cash at the start", "Başlangıç nakdi"),
        "cash_closing": ("Cash at the end", "Dönem sonu nakdi"),
        "cash_revenue": ("Revenue", "Gelir"),
        "cash_running": ("Operating cost", "İşletme gideri"),
        "cash_invested": ("Plants and programmes", "Tesis ve programlar"),
        "cash_working": ("Working capital, VAT", "İşletme sermayesi, KDV"),
        "cash_tax": ("Tax", "Vergi"),
        "cash_paid_in": ("Equity and grants", "Özsermaye ve hibe"),
        "cash_borrowed": ("Loans and bonds", "Kredi ve tahvil"),
        "cash_service": ("Debt service", "Borç servisi"),
        "cash_dividends": ("Dividends", "Temettü"),
        "cash_table": ("Cash flow by year, MUSD, money of the year", "Yıllara göre nakit akışı, MUSD, cari"),
        "lines_table": (
            "Every line of the cash flow, MUSD, money of the year",
            "Nakit akışının bütün kalemleri, MUSD, cari",
        ),
        "lines_open": ("Every line of the cash flow", "Nakit akışının bütün kalemleri"),
        # value
        "value": ("What the plan is worth", "Planın değeri"),
        "value_lead": (
            "Net present value {perspective}, base-year money of {base}, real discount rate {rate}. The steps add up "
            "to the value that the run reports; the terminal value is {terminal}.",
            "Net bugünkü değer {perspective}, {base} fiyatlarıyla, reel iskonto oranı {rate}. Adımların toplamı "
            "çalışmanın bildirdiği değerdir; dönem sonu değeri: {terminal}.",
        ),
        "value_chart": ("From revenue to net present value", "Gelirden net bugünkü değere"),
        "value_without": ("NPV without terminal value", "Dönem sonu değeri hariç NBD"),
        "value_with": ("NPV with terminal value", "Dönem sonu değeri dâhil NBD"),
        "value_open": ("The lines of each step", "Her adımın kalemleri"),
        "value_none": (
            "The plan is worth nothing and costs nothing: net present value {value}.",
            "Planın ne getirisi ne maliyeti var: net bugünkü değer {value}.",
        ),
        "value_table": ("Present value by line", "Kalemlere göre bugünkü değer"),
        "value_unit": ("MUSD, base-year money", "MUSD, baz yıl fiyatı"),
        "value_owner_note": (
            "Loans and grants are what is drawn less fees, interest, repayment, what is still owed at the end and "
            "what equity providers require beyond the owner's rate. Cash held back is what it costs to keep cash in "
            "the company instead of paying it out.",
            "Kredi ve hibe: kullanılan tutar eksi ücret, faiz, geri ödeme, dönem sonunda kalan borç ve özsermaye "
            "sağlayanların ortağın oranını aşan getiri talebi. Elde tutulan nakit, parayı dağıtmak yerine şirkette "
            "tutmanın maliyetidir.",
        ),
        "column_amount": ("Amount", "Tutar"),
        "column_step": ("Step", "Adım"),
        # tax and royalty
        "state": ("Tax and royalty", "Vergi ve devlet hakkı"),
        "state_chart": ("Paid to the state", "Devlete ödenen"),
        "state_royalty": ("State mining royalty", "Devlet hakkı"),
        "state_said": (
            "The plan pays {tax} of corporate tax and {royalty} of state royalty.",
            "Plan {tax} kurumlar vergisi ve {royalty} devlet hakkı öder.",
        ),
        "state_grants": (
            "Grants of {grants} flow the other way.",
            "Karşı yönde {grants} hibe akar.",
        ),
        "state_no_tax": (
            "No corporate tax falls due: depreciation of {depreciation} stands against an operating result of "
            "{result}, and losses are carried forward.",
            "Kurumlar vergisi doğmaz: {result} faaliyet sonucuna karşı {depreciation} amortisman vardır ve zararlar "
            "devreder.",
        ),
        "state_lost": (
            "Losses of {lost} are not used within the horizon.",
            "{lost} zarar planlama döneminde mahsup edilmez.",
        ),
        "state_table": (
            "From the operating result to the tax, MUSD, money of the year",
            "Faaliyet sonucundan vergiye, MUSD, cari",
        ),
        "state_open": ("How the tax comes about", "Verginin hesabı"),
    }
)
"""Texts by key."""
